"""What a model is asked is what it was taught: the same ids before the answer, and the same end after it."""

import pytest

from tests.tokens import templates

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]
DEVELOPER = [{"role": "developer", "content": "Answer like a pirate"}, {"role": "user", "content": "Hello"}]
ANSWER = {"role": "assistant", "content": "Arr matey"}
LEAVES_OUT = templates.PLAIN.replace("{{", "{% if message['role'] != 'developer' %}{{", 1).replace(
    "{% endfor %}", "{% endif %}{% endfor %}"
)
"""As Qwen3's template does with a role that it does not know."""


@pytest.mark.parametrize("template", [templates.PLAIN, LEAVES_OUT], ids=["writes any role", "leaves it out"])
def test_a_developer_s_message_is_taught_as_it_is_asked(tiny, shop, template):
    asked = {"base": str(tiny), "template": template, "messages": DEVELOPER}
    found = shop.ask("taught_and_asked", **asked, row={"messages": [*DEVELOPER, ANSWER]})
    assert found["taught"] == found["asked"]
    said = {"messages": [{**DEVELOPER[0], "role": "system"}, DEVELOPER[1], ANSWER]}
    assert shop.ask("taught_and_asked", **asked, row=said) == found
