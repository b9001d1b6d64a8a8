"""The plans that stand beside ours keep every rule too."""

from dataclasses import replace

import pytest
from hypothesis import given

from bookings.matching import rivals
from bookings.matching.instance import Instance, Job, Pair, Person
from tests.bookings.matching import lawful

BOTH = pytest.mark.parametrize("rival", [rivals.greedy, rivals.first_come])


@BOTH
@given(instance=lawful.instances())
def test_a_rival_keeps_every_rule_and_is_the_same_each_time(rival, instance):
    choices = rival(instance)

    assert lawful.keeps_all(instance, choices)
    assert choices == rival(replace(instance, pairs=instance.pairs[::-1]))


def test_greedy_takes_who_fits_best_and_who_answers_first_may_be_anybody():
    people = tuple(Person(f"p{number}", 600) for number in range(10))
    pairs = tuple(Pair(person.key, "job", number) for number, person in enumerate(people))
    instance = Instance(people, (Job("job", 0, 60),), pairs)

    first = {tuple(rivals.first_come(replace(instance, salt=str(day)))) for day in range(20)}

    assert rivals.greedy(instance) == [("p9", "job")]
    assert len(first) > 3


def test_who_waits_for_all_or_none_in_vain_is_free_for_others():
    jobs = (Job("removal", 0, 60, places=2, all_together=True), Job("shopping", 0, 60))
    pairs = (Pair("amina", "removal", 28), Pair("amina", "shopping", 1))

    assert rivals.greedy(Instance((Person("amina", 600),), jobs, pairs)) == [("amina", "shopping")]
