"""What machines answer is stored first, finds its case by our own number, and is never lost."""

from __future__ import annotations

import pytest

from engine import commands, incoming, partners
from engine.errors import MessageReused, NotAllowed
from tests.webhooks.office import Office
from tests.webhooks.receiver import Receiver


@pytest.fixture(autouse=True)
def partner(office: Office, centre: Receiver) -> None:
    """The centre is a partner."""
    office.partner(centre)


def test_an_answer_by_case_number_reaches_its_case(office: Office) -> None:
    case_id = office.ask()

    number = office.answer(office.number(case_id))

    assert office.came(number) == ("delivered", None)
    assert office.history(case_id)[-1] == "message:delivered jawaban"


def test_an_answer_may_quote_the_number_of_our_letter(office: Office) -> None:
    case_id = office.ask()

    number = office.answer("800.1.11/1/433.900/2026")

    assert office.came(number) == ("delivered", None)
    assert office.history(case_id)[-1] == "message:delivered jawaban"


def test_an_early_answer_of_whoever_is_asked_on_paper_is_kept_until_somebody_waits(office: Office) -> None:
    partners.change(
        office.engine,
        office.person("oka"),
        "pusat",
        title="Pusat",
        address="https://pusat.example/",
        sends=[],
        answers=["JawabanIzin"],
    )
    case_id = office.ask(until="periksa")
    number = office.answer(office.number(case_id))
    assert office.came(number) == ("waiting", None)

    office.world.move(hours=1)
    office.act("ani", case_id, "periksa", catatan="Lengkap.")

    assert office.came(number) == ("delivered", None)
    assert office.history(case_id)[-1] == "message:delivered jawaban"


def test_what_came_before_the_request_is_no_answer_to_it_unless_an_operator_says_so(office: Office) -> None:
    case_id = office.ask(until="periksa")
    number = office.answer(office.number(case_id))
    office.world.move(hours=1)

    office.act("ani", case_id, "periksa", catatan="Lengkap.")

    assert office.came(number) == ("refused", "Pesan ini datang sebelum permintaannya dikirim.")
    assert office.history(case_id)[-1] == "task:completed periksa ani"
    incoming.again(office.engine, office.person("oka"), number)
    office.work()
    assert office.came(number) == ("delivered", None)


@pytest.fixture
def asked_twice(office: Office) -> tuple[str, str, str]:
    """A case whose first request was answered by hand with another date, and which asked again: case, both deliveries."""
    case_id = office.ask()
    office.act("umi", case_id, "jawaban", nomor="12/PUSAT", keputusan="jadwal_lain", berkas=[])
    office.world.move(hours=1)
    office.act("ani", case_id, "ubah", catatan="Pekan depan.")
    office.world.move(hours=1)
    first, second = office.sent()
    return case_id, first, second


def test_an_answer_to_an_earlier_request_does_not_answer_the_later_one(
    office: Office, asked_twice: tuple[str, str, str]
) -> None:
    case_id, first, second = asked_twice

    late = office.answer(office.number(case_id), "jwb_1", answering=first)
    by_letter = office.answer("800.1.11/1/433.900/2026", "jwb_2")
    right = office.answer(office.number(case_id), "jwb_3", answering=second)

    replaced = "Permintaan yang dijawab pesan ini sudah diganti dengan yang lebih baru."
    assert office.came(late) == office.came(by_letter) == ("refused", replaced)
    assert office.came(right) == ("delivered", None)
    assert office.history(case_id)[-1] == "message:delivered jawaban~2"


def test_a_case_number_alone_does_not_say_which_of_two_requests_is_answered(
    office: Office, asked_twice: tuple[str, str, str]
) -> None:
    case_id, _, _ = asked_twice

    number = office.answer(office.number(case_id))

    state, reason = office.came(number)
    assert state == "refused" and "lebih dari sekali" in str(reason)
    office.act("umi", case_id, "jawaban~2", nomor="13/PUSAT", keputusan="setuju", berkas=[])  # by hand it always goes


def test_a_delivery_of_another_case_is_not_answered_here(office: Office) -> None:
    case_id = office.ask()
    office.world.move(hours=1)
    other = office.ask()

    number = office.answer(office.number(case_id), answering=office.sent()[-1])

    state, reason = office.came(number)
    assert state == "refused" and "tidak dikenal dalam perkara ini" in str(reason)
    assert office.history(case_id)[-1] == office.history(other)[-1] == "task:completed periksa ani"


def test_the_same_message_twice_acts_once(office: Office) -> None:
    case_id = office.ask()

    first, second = office.answer(office.number(case_id)), office.answer(office.number(case_id))

    assert first == second
    assert [line for line in office.history(case_id) if "delivered" in line] == ["message:delivered jawaban"]


def test_an_id_used_for_another_message_is_refused(office: Office) -> None:
    case_id = office.ask()
    office.answer(office.number(case_id))

    with pytest.raises(MessageReused):
        office.answer(office.number(case_id), keputusan="jadwal_lain")


def test_a_refused_answer_says_why_and_the_corrected_one_goes_through(office: Office) -> None:
    case_id = office.ask()

    wrong = office.answer(office.number(case_id), "jwb_1", keputusan="mungkin")
    right = office.answer(office.number(case_id), "jwb_2", keputusan="jadwal_lain")

    state, reason = office.came(wrong)
    assert state == "refused" and "keputusan" in str(reason)
    assert office.came(right) == ("delivered", None)

    office.act("ani", case_id, "ubah", catatan="Pekan depan.")

    assert office.history(case_id)[-1] == "task:completed ubah ani"  # the refused one is no answer to the next question
    assert office.came(wrong)[0] == "refused"


def test_a_refused_answer_is_tried_again_by_hand(office: Office) -> None:
    unknown = office.answer("IZN-2026-0001")
    assert office.came(unknown) == ("refused", "Rujukan 'IZN-2026-0001' tidak dikenal.")
    case_id = office.ask()

    with pytest.raises(NotAllowed):
        incoming.again(office.engine, office.person("ani"), unknown)
    incoming.again(office.engine, office.person("oka"), unknown)
    office.work()

    assert office.came(unknown) == ("delivered", None)
    assert office.history(case_id)[-1] == "message:delivered jawaban"


def test_an_answer_registered_by_hand_first_is_recorded_as_answered(office: Office) -> None:
    case_id = office.ask()
    office.act("umi", case_id, "jawaban", nomor="12/PUSAT", keputusan="jadwal_lain", berkas=[])

    number = office.answer(office.number(case_id), keputusan="jadwal_lain")

    assert office.came(number) == ("answered", "Jawaban ini sudah dicatat lebih dahulu.")
    office.act("ani", case_id, "ubah", catatan="Pekan depan.")
    assert office.history(case_id)[-1] == "task:completed ubah ani"
    second = office.answer(office.number(case_id), "jwb_2", answering=office.sent()[-1])
    assert office.came(second) == ("delivered", None)


def test_an_answer_to_a_case_that_ended_is_recorded(office: Office) -> None:
    case_id = office.ask()
    office.act("umi", case_id, "jawaban", nomor="12/PUSAT", keputusan="setuju", berkas=[])

    number = office.answer(office.number(case_id))

    assert office.came(number) == ("ended", "Perkara sudah berakhir sebelum pesan ini datang.")


def test_a_machine_cannot_bring_a_file_by_its_hash(office: Office) -> None:
    case_id = office.ask()

    number = office.answer(office.number(case_id), berkas=[{"sha256": "0" * 64, "nama": "a.pdf"}])

    state, reason = office.came(number)
    assert state == "refused" and "berkas" in str(reason)
    assert office.history(case_id)[-1] == "task:completed periksa ani"


def test_what_a_machine_calls_itself_cannot_take_the_key_of_another_message(office: Office) -> None:
    case_id = office.ask()
    commands.deliver(office.engine, "Lain", case_id, {}, key="jwb_1")

    number = office.answer(office.number(case_id), "jwb_1")

    assert office.came(number) == ("delivered", None)
