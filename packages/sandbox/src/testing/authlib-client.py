"""A client that is not ours: Authlib by code, PKCE and refresh, then a call that needs a person."""

import json
import os

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
import requests

given = json.loads(os.environ["SANDBOX"])
secret = given["clientSecret"]
session = OAuth2Session(
    given["clientId"],
    secret,
    scope="monitoring management offline_access",
    redirect_uri=given["redirectUri"],
    token_endpoint_auth_method="client_secret_basic" if secret else "none",
    code_challenge_method="S256",
)
verifier = generate_token(48)
address, state = session.create_authorization_url(given["url"] + "/ws/oauth/authorize", code_verifier=verifier)

# A person would press the button of the page.
allowed = requests.post(
    address,
    data={"decision": "allow"},
    headers={"X-Sandbox-Consent": given["controlToken"]},
    allow_redirects=False,
)
token_endpoint = given["url"] + "/ws/oauth/token"
first = session.fetch_token(
    token_endpoint,
    authorization_response=allowed.headers["location"],
    state=state,
    code_verifier=verifier,
)
second = session.refresh_token(token_endpoint, refresh_token=first["refresh_token"])
script = session.post(given["url"] + "/v2/device/1001/script/run", json={"type": "SCRIPT", "id": 1})
try:
    session.refresh_token(token_endpoint, refresh_token=first["refresh_token"])
    reused = "taken"
except OAuthError as error:
    reused = error.error

print(
    json.dumps(
        {
            "scope": first["scope"],
            "rotated": second["refresh_token"] != first["refresh_token"],
            "scriptStatus": script.status_code,
            "reused": reused,
        }
    )
)
