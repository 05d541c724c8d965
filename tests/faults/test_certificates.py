"""Encrypted connections to a real server whose certificate is right, unknown, out of date or for another name."""

import asyncio
import importlib
import ipaddress
import ssl
import sys
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.providers import models
from desktop_app.providers.client import Provider, make_client
from tests.providers.odd_server import OddServer, json_reply

pytest.importorskip("cryptography", reason="makes the certificates; comes with the password store on Linux")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs an address of this computer that is no loopback")
HERE = "0.0.0.0"
MODELS = json_reply({"object": "list", "data": [{"id": "m", "object": "model", "created": 1, "owned_by": "x"}]})


def certificate(folder, *, name=HERE, days=(-1, 30)):
    """Write a certificate that vouches for itself, with its key; return the files."""
    x509 = importlib.import_module("cryptography.x509")
    hashes = importlib.import_module("cryptography.hazmat.primitives.hashes")
    serialization = importlib.import_module("cryptography.hazmat.primitives.serialization")
    ec = importlib.import_module("cryptography.hazmat.primitives.asymmetric.ec")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "certificate.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    plain = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(plain)
    return pem, folder / "key.pem"


def asked(files, network):
    """Ask a server with that certificate for its models; return them or the Problem's key, and what it was asked."""

    async def whole():
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
        odd = OddServer([MODELS])
        server = await asyncio.start_server(odd.serve, HERE, 0, ssl=context)
        client = make_client(f"https://{HERE}:{server.sockets[0].getsockname()[1]}/v1", "test-key", network)
        try:
            provider = Provider("odd", "Odd Cloud", client.with_options(max_retries=0))
            return [model.id for model in await models.list_models(provider)], odd.asked
        except Problem as problem:
            return problem.key, odd.asked
        finally:
            await client.close()
            server.close()

    return asyncio.run(whole())


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")


def test_an_authority_nobody_knows_gets_no_word_from_us(tmp_path):
    assert asked(certificate(tmp_path), Network()) == ("provider_not_trusted", [])


def test_the_certificate_of_ones_own_network_is_taken(tmp_path):
    files = certificate(tmp_path)
    found, requests = asked(files, Network(certificate=str(files[0])))
    assert found == ["m"]
    assert len(requests) == 1


@pytest.mark.parametrize("days", [(-30, -1), (1, 30)], ids=["clock ahead", "clock behind"])
def test_one_that_does_not_hold_today_is_not_taken(tmp_path, days):
    files = certificate(tmp_path, days=days)
    assert asked(files, Network(certificate=str(files[0]))) == ("provider_not_trusted", [])


def test_one_for_another_name_is_not_taken(tmp_path):
    files = certificate(tmp_path, name="192.0.2.1")
    assert asked(files, Network(certificate=str(files[0]))) == ("provider_not_trusted", [])
