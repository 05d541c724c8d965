"""The whole wire by the official SDK with strict validation: sync, async, raw, streamed; and what is wrong in words."""

import asyncio
import base64
import hashlib
import json
import struct

import openai
import pytest

from tests.engine.running import TOKEN

pytestmark = pytest.mark.engine
ASK = [{"role": "user", "content": "What colour is the sky"}]
KEYS = {"message", "type", "param", "code"}
LONG = "x" * 20_000
HALF = "\ud83d"


@pytest.fixture(scope="module")
def http(engine):
    with engine.http() as found:
        yield found


@pytest.fixture(scope="module")
def file_id(engine):
    with engine.client() as client:
        return client.files.create(file=("ünï/cödé 😀.jsonl", b'{"a": 1}\n'), purpose="fine-tune").id


def test_every_route_passes_strict_validation(client, file_id):
    assert client.files.retrieve(file_id).filename.endswith("cödé 😀.jsonl")
    assert file_id in [file.id for file in client.files.list(limit=1000)]
    assert client.models.retrieve("tiny").id in [model.id for model in client.models.list()]
    assert client.chat.completions.create(model="tiny", messages=ASK, max_tokens=2).choices[0].finish_reason
    assert client.completions.create(model="tiny", prompt="one", max_tokens=2).choices[0].text is not None
    assert len(client.embeddings.create(model="tiny", input="one", encoding_format="float").data) == 1
    assert list(client.fine_tuning.jobs.list(limit=1)) is not None
    raw = client.models.with_raw_response.list()
    assert raw.headers["x-request-id"].startswith("req_")
    assert raw.parse().data
    with client.models.with_streaming_response.list() as reply:
        assert json.loads(reply.read())["object"] == "list"


def test_every_route_passes_asynchronously(engine, file_id):
    async def all_of_them():
        async with engine.async_client() as client:
            found = await asyncio.gather(
                client.files.retrieve(file_id),
                client.models.retrieve("tiny"),
                client.chat.completions.create(model="tiny", messages=ASK, max_tokens=2, logprobs=True, top_logprobs=2),
                client.completions.create(model="tiny", prompt="one", max_tokens=2, logprobs=2, echo=True),
                client.embeddings.create(model="tiny", input=["one", "two"], encoding_format="float"),
            )
            listed = [file.id async for file in client.files.list(limit=2)]
            stream = await client.chat.completions.create(model="tiny", messages=ASK, max_tokens=3, stream=True)
            return found, listed, [chunk async for chunk in stream]

    found, listed, chunks = asyncio.run(all_of_them())
    assert found[0].id in listed
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-1].choices[0].finish_reason in ("stop", "length")


def test_likelihoods_in_chat_whole_and_streamed(client):
    asked = {"model": "tiny", "messages": ASK, "temperature": 0, "max_tokens": 6, "logprobs": True, "top_logprobs": 3}
    choice = client.chat.completions.create(**asked).choices[0]
    told = choice.logprobs.content
    assert len(told) == 6
    assert b"".join(bytes(each.bytes) for each in told).decode("utf-8", "replace") == choice.message.content
    assert all(len(each.top_logprobs) == 3 and each.top_logprobs[0].token == each.token for each in told)
    streamed = [
        each
        for chunk in client.chat.completions.create(**asked, stream=True)
        for each in (chunk.choices[0].logprobs.content if chunk.choices[0].logprobs else [])
    ]
    assert [each.bytes for each in streamed] == [each.bytes for each in told]
    assert [each.logprob for each in streamed] == pytest.approx([each.logprob for each in told], abs=1e-5)
    plain = client.chat.completions.create(model="tiny", messages=ASK, max_tokens=1)
    assert plain.choices[0].logprobs is None


def test_likelihoods_and_echo_in_completions(client):
    asked = {"model": "tiny", "temperature": 0, "max_tokens": 4, "logprobs": 2, "echo": True, "n": 2}
    reply = client.completions.create(prompt=["one two", "three"], **asked)
    assert [choice.index for choice in reply.choices] == [0, 1, 2, 3]
    for choice, prompt in zip(reply.choices, ["one two", "one two", "three", "three"], strict=True):
        told = choice.logprobs
        assert choice.text.startswith(prompt)
        assert len(told.tokens) == len(told.token_logprobs) == len(told.top_logprobs) == len(told.text_offset)
        assert told.text_offset == sorted(told.text_offset)
        assert told.text_offset[0] == 0
        assert all(chance <= 0 for chance in told.token_logprobs)
        assert all(word in likely for word, likely in zip(told.tokens, told.top_logprobs, strict=True))
    judged = client.completions.create(model="tiny", prompt="one two", echo=True, max_tokens=0, logprobs=0)
    assert judged.choices[0].text == "one two"
    assert judged.choices[0].logprobs.top_logprobs is None
    assert judged.usage.completion_tokens == 0
    ids = [int(token) for token in (5, 6, 7)]
    assert client.completions.create(model="tiny", prompt=ids, max_tokens=1).usage.prompt_tokens == 3
    assert len(client.completions.create(model="tiny", prompt=[ids, [8]], max_tokens=1).choices) == 2


def test_vectors_are_of_length_one_and_the_same_in_both_forms(engine, client, http):
    texts = ["one two three", "one two", "snow white rose red " * 20]
    found = client.embeddings.create(model="tiny", input=texts, encoding_format="float")
    assert [each.index for each in found.data] == [0, 1, 2]
    for each in found.data:
        assert sum(number * number for number in each.embedding) == pytest.approx(1, abs=1e-4)
    assert found.usage.prompt_tokens == found.usage.total_tokens > 20
    plain = http.post("/v1/embeddings", json={"model": "tiny", "input": texts, "encoding_format": "base64"}).json()
    packed = base64.b64decode(plain["data"][2]["embedding"])
    assert struct.unpack(f"<{len(packed) // 4}f", packed) == pytest.approx(found.data[2].embedding, abs=1e-6)
    # What the SDK asks for by itself, base64, does not fit the SDK's own type, so it is read without validation.
    with engine.client(strict=False) as loose:
        alone = loose.embeddings.create(model="tiny", input="one two", dimensions=48)
    assert alone.data[0].embedding == pytest.approx(found.data[1].embedding, abs=1e-4)


def test_files_in_parts(client):
    data = bytes(range(256)) * 40
    upload = client.uploads.create(bytes=len(data), filename="parts.jsonl", mime_type="text/jsonl", purpose="fine-tune")
    parts = [client.uploads.parts.create(upload.id, data=piece).id for piece in (data[5000:], data[:5000])]
    with pytest.raises(openai.BadRequestError) as caught:
        client.uploads.complete(upload.id, part_ids=parts[:1])
    assert caught.value.param == "part_ids"
    with pytest.raises(openai.BadRequestError) as caught:
        client.uploads.complete(upload.id, part_ids=parts, md5=hashlib.md5(data).hexdigest())
    assert caught.value.param == "md5"
    whole = [client.uploads.complete(upload.id, part_ids=parts[::-1], md5=hashlib.md5(data).hexdigest()) for _ in "12"]
    assert whole[0].file == whole[1].file
    assert client.files.content(whole[0].file.id).read() == data
    with pytest.raises(openai.BadRequestError):
        client.uploads.parts.create(upload.id, data=b"late")
    with pytest.raises(openai.BadRequestError):
        client.uploads.cancel(upload.id)
    other = client.uploads.create(bytes=1, filename="x", mime_type="text/plain", purpose="fine-tune")
    assert [client.uploads.cancel(other.id).status for _ in "12"] == ["cancelled", "cancelled"]
    sent = client.uploads.upload_file_chunked(
        file=data, filename="chunks", bytes=len(data), mime_type="x/y", purpose="user_data"
    )
    assert sent.status == "completed"


AWKWARD = ["a/b", "a:b", "ä ö/ü?x#y", "..%2f..", "😀", "%00", LONG, "ft:tiny:local:x/y:1:ckpt-step-1"]


@pytest.mark.parametrize("name", AWKWARD, ids=lambda name: name[:20])
def test_awkward_names_are_not_found_and_nothing_else(client, name):
    for ask in (
        client.files.retrieve,
        client.files.content,
        client.files.delete,
        client.models.retrieve,
        client.models.delete,
        client.uploads.cancel,
        client.fine_tuning.jobs.retrieve,
        client.fine_tuning.jobs.cancel,
        client.fine_tuning.jobs.list_events,
        client.fine_tuning.jobs.checkpoints.list,
    ):
        with pytest.raises(openai.NotFoundError) as caught:
            ask(name)
        assert_said(caught.value)
    for ask in (
        lambda: client.chat.completions.create(model=name, messages=ASK),
        lambda: client.completions.create(model=name, prompt="x", stream=True),
        lambda: client.embeddings.create(model=name, input="x"),
    ):
        with pytest.raises(openai.NotFoundError) as caught:
            ask()
        assert caught.value.code == "model_not_found"


CHAT, COMPLETION, VECTORS = "/v1/chat/completions", "/v1/completions", "/v1/embeddings"
WRONG = [
    (CHAT, {"messages": ASK, "top_logprobs": 2}, "top_logprobs"),
    (CHAT, {"messages": ASK, "logprobs": True, "top_logprobs": 21}, "top_logprobs"),
    (CHAT, {"messages": ASK, "logprobs": 2}, "logprobs"),
    (CHAT, {"messages": ASK, "logit_bias": {"x": 1}}, "logit_bias"),
    (CHAT, {"messages": ASK, "logit_bias": {"1": 101}}, "logit_bias"),
    (CHAT, {"messages": ASK, "logit_bias": {"99999": 1}}, "logit_bias"),
    (CHAT, {"messages": ASK, "stream": "yes"}, "stream"),
    (CHAT, {"messages": ASK, "stream_options": {"include_usage": True}}, "stream_options"),
    (CHAT, {"messages": ASK, "stream": True, "stream_options": {"x": 1}}, "stream_options.x"),
    (CHAT, {"messages": ASK, "seed": "7"}, "seed"),
    (CHAT, {"messages": ASK, "temperature": True}, "temperature"),
    (CHAT, {"messages": ASK, "max_tokens": 0}, "max_tokens"),
    (CHAT, {"messages": ASK, "response_format": {"type": "json_object"}}, "response_format"),
    (CHAT, {"messages": ASK, HALF: 1}, "?"),
    (CHAT, {"messages": ASK, LONG: 1}, None),
    (CHAT, {"messages": ASK, "model": 7}, "model"),
    (CHAT, {"messages": [7]}, "messages[0]"),
    (CHAT, {"messages": [{"role": "pirate", "content": "x"}]}, "messages[0].role"),
    (CHAT, {"messages": [{"role": "user", "content": HALF}]}, "messages[0].content"),
    (COMPLETION, {"prompt": "x", "logprobs": 6}, "logprobs"),
    (COMPLETION, {"prompt": "x", "best_of": 3}, "best_of"),
    (COMPLETION, {"prompt": "x", "suffix": "y"}, "suffix"),
    (COMPLETION, {"prompt": "x", "max_tokens": 0}, "max_tokens"),
    (COMPLETION, {"prompt": ["x", 7]}, "prompt"),
    (COMPLETION, {"prompt": [-1]}, "prompt"),
    (COMPLETION, {"prompt": [99_999]}, "prompt"),
    (COMPLETION, {"prompt": ["x"] * 17}, "prompt"),
    (COMPLETION, {"prompt": ["x"] * 9, "n": 2}, "prompt"),
    (COMPLETION, {"prompt": "x", "echo": "yes"}, "echo"),
    (VECTORS, {"input": ""}, "input"),
    (VECTORS, {"input": []}, "input"),
    (VECTORS, {"input": {"a": 1}}, "input"),
    (VECTORS, {"input": ["x"] * 2049}, "input"),
    (VECTORS, {"input": "one two " * 40_000}, "input"),
    (VECTORS, {"input": "x", "dimensions": 7}, "dimensions"),
    (VECTORS, {"input": "x", "encoding_format": "int8"}, "encoding_format"),
    ("/v1/uploads", {"bytes": "7", "filename": "x", "mime_type": "x", "purpose": "fine-tune"}, "bytes"),
    ("/v1/uploads", {"bytes": 7, "filename": "", "mime_type": "x", "purpose": "fine-tune"}, "filename"),
    ("/v1/uploads", {"bytes": 7, "filename": "x", "mime_type": "x", "purpose": "?"}, "purpose"),
]


@pytest.mark.parametrize(
    ("path", "body", "param"), WRONG, ids=lambda value: str(value)[:40].encode("ascii", "replace").decode()
)
def test_what_cannot_be_is_refused_by_name(http, path, body, param):
    reply = http.post(path, content=json.dumps({"model": "tiny", **body}))
    assert reply.status_code == 400
    found = reply.json()["error"]
    assert set(found) == KEYS
    assert found["code"]
    assert found["message"].endswith(".")
    assert len(found["message"]) < 500
    assert param is None or found["param"] == param


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{", b"\xff", b'{"model": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", b"9" * 5000],
    ids=lambda body: repr(body[:12]),
)
def test_bodies_that_are_no_objects(http, body):
    for path in (CHAT, COMPLETION, VECTORS, "/v1/uploads", "/v1/fine_tuning/jobs"):
        reply = http.post(path, content=body)
        assert (reply.status_code, reply.json()["error"]["code"]) == (400, "invalid_json"), path


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=-1", "limit=none", "limit=1e3", "limit=%C2%B2", f"limit={'9' * 5000}", "limit=1.0"]
)
def test_page_sizes_that_cannot_be(http, query):
    for path in ("/v1/files", "/v1/fine_tuning/jobs"):
        reply = http.get(f"{path}?{query}")
        assert (reply.status_code, reply.json()["error"]["param"]) == (400, "limit")
    assert http.get("/v1/files?order=sideways").json()["error"]["param"] == "order"


def test_pages_join_without_gap_or_double(client):
    sent = [client.files.create(file=(f"page{i}", b"x"), purpose="user_data").id for i in range(7)]
    for size in (1, 2, 3, 7):
        assert [file.id for file in client.files.list(purpose="user_data", order="asc", limit=size)][-7:] == sent
    assert client.files.list(after="file-nobody").data == []
    for name in sent:
        client.files.delete(name)


def test_bodies_that_are_too_large(engine, http):
    promised = http.post(CHAT, content=b"x" * (33 << 20))
    counted = http.post(CHAT, content=(b"x" * (1 << 20) for _ in range(34)))
    lied = http.post(COMPLETION, content=b"{}", headers={"content-length": "2"})
    for reply in (promised, counted):
        assert reply.status_code == 413
        assert set(reply.json()["error"]) == KEYS
        assert reply.headers["x-request-id"].startswith("req_")
    assert lied.status_code == 400
    assert http.get("/health").status_code == 200
    assert engine.process.poll() is None


def test_addresses_and_ways_that_do_not_exist(http):
    for method, path, status in (
        ("GET", "/v1/nowhere", 404),
        ("GET", "/v1/files/", 404),
        ("PUT", "/v1/files", 405),
        ("GET", CHAT, 405),
        ("GET", f"/{LONG}", 404),
    ):
        reply = http.request(method, path)
        assert reply.status_code == status
        assert set(reply.json()["error"]) == KEYS


def test_half_a_character_in_a_name_breaks_nothing(http):
    reply = http.post(CHAT, content=json.dumps({"model": HALF, "messages": ASK}))
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "model_not_found")


def test_tokens_that_are_nearly_right(engine):
    for token in ("x", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "ä" * 10):
        with engine.http(authorization=f"Bearer {token}".encode()) as http:
            reply = http.get("/v1/models")
            assert (reply.status_code, reply.json()["error"]["code"]) == (401, "invalid_api_key")


def assert_said(error):
    assert error.code
    assert set(error.body) == KEYS
    assert len(error.body["message"]) < 1000
