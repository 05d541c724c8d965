"""Chat templates of the kinds that open models have, written for these tests."""

PLAIN = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
STRICT = """{{ bos_token }}
{%- if messages[0]['role'] == 'system' %}
    {%- set rest = messages[1:] %}
    {%- set system = messages[0]['content'] | trim + '\n\n' %}
{%- else %}
    {%- set rest = messages %}
    {%- set system = '' %}
{%- endif %}
{%- for message in rest %}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
        {{- raise_exception('the roles have to alternate') }}
    {%- endif %}
    {{- '<' + message['role'] + '>' + (system if loop.first else '') + message['content'] | trim + '</>' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<assistant>' }}{% endif %}"""
"""Roles have to alternate, texts are trimmed, the system message goes into the first question."""
BUSY = """{%- set ns = namespace(seen=0) -%}
{{ 'today ' + strftime_now('%Y') + ' ' + {'b': [1, 'é'], 'a': none} | tojson(indent=2) }}
{% for message in messages %}
    {% if message.role == 'system' and not loop.first %}{% continue %}{% endif %}
    {% set ns.seen = ns.seen + 1 %}
    {% if message.role == 'assistant' %}
[{{ ns.seen }}]{% generation %}{{ message.content }}{{ eos_token }}{% endgeneration %}

    {% else %}
[{{ ns.seen }}] {{ message.role | upper }}: {{ message.content }}
    {% endif %}
    {% if loop.index > 20 %}{% break %}{% endif %}
{% endfor %}
{% if add_generation_prompt %}
[{{ ns.seen + 1 }}]{% endif %}"""
"""Uses what the library offers beside plain Jinja: namespaces, JSON, the date, loop controls, marked answers."""
FORGETFUL = """{% for message in messages %}
{% if loop.last or message.role != 'assistant' %}{{ message.role }}: {{ message.content }}
{% endif %}
{% endfor %}
{% if add_generation_prompt %}assistant: {% endif %}"""
"""Leaves earlier answers out, as templates of models that think aloud do."""
WITH_TOOLS = """\
{% if tools %}<tools>{% for tool in tools %}{{ tool | tojson }}{% endfor %}</tools>
{% endif %}{% for m in messages %}<|im_start|>{{ m.role }}
{% if m.reasoning_content %}<think>{{ m.reasoning_content }}</think>{% endif %}{{ m.content }}
{%- for call in m.tool_calls or [] %}<call>{{ call.function | tojson }}</call>{% endfor %}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""
"""Knows tools, their calls and answers, and what was thought before an answer."""
