"""Tests: nothing of this calls GitHub."""
from unittest import mock

import pytest
import requests_mock
import responses

API = "https://api.github.com"


@responses.activate
def test_labels():
    responses.add(responses.GET, f"{API}/repos/octo-org/api/labels", json=[])
    responses.get("https://api.github.com/user", json={})
    assert responses.calls[0].request.url == f"{API}/repos/octo-org/api/labels"


def test_user():
    with requests_mock.Mocker() as m:
        m.get("https://api.github.com/user", json={"login": "mona"})
        m.post(API + "/repos/octo-org/api/issues", status_code=201)


@mock.patch("client.requests.get")
def test_patched(get):
    get.assert_called_once_with("https://api.github.com/user")


EXAMPLE = """
import requests
requests.get("https://api.github.com/orgs/octo-org")
"""
