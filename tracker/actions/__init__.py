"""What can a person do here? One function per thing people do, one transaction each.

`recording.record` is the only way an entry comes to be, whether a page, the API, a job or the
demonstration asks for it.
"""
