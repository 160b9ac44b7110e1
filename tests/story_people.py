"""People of the stories whom several tests ask about."""

from samverkan import Contact, Participant, SickLeave
from samverkan.participants import Assessment, Livelihood

MIRJAM = Participant(
    id="mirjam",
    born="1979-03-02",
    residence="Ludvika",
    unmet_need=True,
    contacts=[
        Contact("kommun/IFO", since="2014-01-07"),
        Contact("region/primärvård", since="2016-02-15"),
        Contact("AF", since="2016-03-01", until="2016-08-19"),
        Contact("FK", since="2016-05-10", until="2016-09-01"),
    ],
    contacts_complete=True,
    sick_leave=[SickLeave("2016-02-15", extent=100)],
    livelihoods=[Livelihood("economic-assistance", since="2014-01-01", until="2016-09-30")],
    sgi=False,
    work_capacity=[Assessment("AF", "no"), Assessment("region", "to-be-clarified")],
)
