"""How does a person at the station fill a form, as a browser sends it?"""

from tests.web.conftest import password_of


def signed(*usernames: str, own_scans: str = "") -> dict[str, str]:
    """Return the signature blocks of a form, filled by these people in order."""
    form = {}
    for number, name in enumerate(usernames):
        form[f"sign-{number}-username"] = name
        form[f"sign-{number}-password"] = password_of(name)
        if number and own_scans:
            form[f"sign-{number}-scans"] = own_scans
    return form
