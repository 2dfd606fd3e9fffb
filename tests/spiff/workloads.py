"""The measured workloads of reference/performance.md: P15 (15 user tasks with scripts, 3 loop-backs), MI-N, and a rework loop."""

from __future__ import annotations

from engine.spiff import Model
from tests.spiff.drawing import chain, end, flow, load, multi, node, script, start, user


def p15() -> Model:
    """15 x (user task, script task); after tasks 5, 10 and 15 an exclusive gateway that may lead back."""
    parts, order = [start()], ["mulai"]
    flows = []
    for k in range(1, 16):
        parts += [user(f"T{k}", alur_result=f"f{k}"), script(f"S{k}", f"total = nilai(f{k}, 'n', 0) + {k}")]
        order += [f"T{k}", f"S{k}"]
        if k % 5 == 0:
            parts.append(node("exclusiveGateway", f"G{k}", default=f"G{k}-{'selesai' if k == 15 else f'T{k + 1}'}"))
            flows.append(flow(f"G{k}", f"T{k - 4}", f"nilai(f{k}, 'ulang', False)"))
            order.append(f"G{k}")
    lanes = "".join(
        f'<bpmn:lane id="lane{n}" name="Lajur {n}">'
        + "".join(f"<bpmn:flowNodeRef>T{k}</bpmn:flowNodeRef>" for k in range(n, 16, 3))
        + "</bpmn:lane>"
        for n in (1, 2, 3)
    )
    return load(f'<bpmn:laneSet id="ls">{lanes}</bpmn:laneSet>', *parts, end(), chain(*order, "selesai"), *flows)


def participants(*, sequential: bool = False) -> Model:
    """A user task for every participant, answers collected; then a script and a review."""
    each = multi("peserta", item="p", output="jawaban", output_item="jawab", sequential=sequential)
    return load(
        start(),
        user("isi", each, alur_result="jawab"),
        script("hitung", "banyak = len(jawaban)"),
        user("tinjau"),
        end(),
        chain("mulai", "isi", "hitung", "tinjau", "selesai"),
    )


def people(count: int) -> list[dict[str, object]]:
    """Participants, about 100 bytes each."""
    return [
        {"nip": f"{198001012005011000 + k}", "nama": f"Peserta {k}", "jabatan": "Analis SDM Aparatur Ahli Muda"}
        for k in range(count)
    ]


def rework() -> Model:
    """A task that comes back until it is right."""
    return load(
        start(),
        user("kerja", alur_result="hasil"),
        node("exclusiveGateway", "cek", default="cek-selesai"),
        end(),
        chain("mulai", "kerja", "cek", "selesai"),
        flow("cek", "kerja", "hasil.ulang"),
    )
