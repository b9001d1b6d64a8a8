"""What a search over the wire says beside the offers that it found."""

from marketplace.api.paging import CursorPaging


class FoundPaging(CursorPaging):
    """A page of offers; where words find nothing, with words that may have been meant."""

    def get_paginated_response_schema(self, schema: dict) -> dict:
        page = super().get_paginated_response_schema(schema)
        page["properties"]["did_you_mean"] = {
            "type": ["string", "null"],
            "description": "For words that find nothing: as `q` these find something, with all else that you asked.",
        }
        page["required"].append("did_you_mean")
        return page
