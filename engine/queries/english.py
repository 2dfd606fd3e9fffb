"""The English of the sentences that engine/queries writes, under their Indonesian; the same named fields in both."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
OPENERS = ("News", "The", "Participant")

TEXTS = {
    # small words
    "dan": "and",
    "atau": "or",
    "setelah ": "after ",
    "{first}, lalu {after}": "{first}, then {after}",
    " pada {when}": " on {when}",
    # what an element without a name is called
    "tugas tanpa nama": "a task without a name",
    "langkah otomatis": "an automatic step",
    "pengiriman pesan": "the sending of a message",
    "penerimaan pesan": "the receipt of a message",
    "penerapan aturan": "the application of a rule",
    "bagian bersama": "a shared part",
    "bagian": "a part",
    "awal": "the start",
    "akhir": "the end",
    "peristiwa yang ditunggu": "an awaited event",
    "pemberitahuan": "a notification",
    "peristiwa": "an event",
    "langkah tanpa nama": "a step without a name",
    # titles of events
    "Perkara dimulai": "Case started",
    "Perkara dibatalkan": "Case cancelled",
    "{name}": "{name}",
    "Mengambil tugas: {name}": "Took the task: {name}",
    "Melepas tugas: {name}": "Gave the task back: {name}",
    "Diterima: {name}": "Received: {name}",
    "Tenggat tiba: {name}": "Time limit reached: {name}",
    "Selesai otomatis: {name}": "Done automatically: {name}",
    "Tidak dapat diselesaikan otomatis: {name}": "Could not be done automatically: {name}",
    "Gangguan diulang: {name}": "Tried again after an incident: {name}",
    "Dokumen rahasia dibuka": "Confidential document opened",
    "Dokumen rahasia tidak diberikan": "Confidential document refused",
    "Menyerahkan tugas kepada {to}: {name}": "Handed the task over to {to}: {name}",
    "Komentar": "Comment",
    "Sinyal diterima: {name}": "Signal received: {name}",
    # notices
    "Ada kabar baru untuk Anda.": "There is news for you.",
    "Kabar tentang perkara yang tidak lagi terbuka bagi Anda.": "News about a case that is no longer open to you.",
    "Tugas baru untuk Anda: {task}{due}.": "A new task for you: {task}{due}.",
    "Sebuah tugas diserahkan kepada Anda: {task}.": "A task was handed over to you: {task}.",
    "{who} menyerahkan tugas {task} kepada Anda{note}.": "{who} handed the task {task} over to you{note}.",
    ", karena {note}": ", because {note}",
    "Setengah waktu untuk {task} sudah terpakai{due}.": "Half of the time for {task} is used up{due}.",
    "Batas waktu {task} sudah tiba{due}.": "The time limit of {task} has come{due}.",
    "Pekerjaan pada jabatan di bawah Anda terlambat: {task}{due}.": (
        "Work of a position under yours is late: {task}{due}."
    ),
    "Tugas {task} dikembalikan kepada rekan Anda, karena Anda tidak lagi memegang jabatannya.": (
        "The task {task} was given back to your colleagues, since you no longer hold its position."
    ),
    "Perkara yang Anda mulai dibatalkan.": "The case that you started was cancelled.",
    "Perkara yang Anda mulai sudah selesai.": "The case that you started is finished.",
    "Anda disebut dalam sebuah komentar.": "You were mentioned in a comment.",
    "{who} menyebut Anda dalam komentar.": "{who} mentioned you in a comment.",
    "Tautan pribadi dibuat untuk Anda; berlaku sampai {when}.": (
        "A personal link was made for you; it is valid until {when}."
    ),
    "Kiriman {name} kepada mitra {partner} gagal dan tidak dicoba lagi.": (
        "The delivery {name} to the partner {partner} failed and is not tried again."
    ),
    "{name} (langkah {step})": "{name} (step {step})",
    ", paling lambat {when}": ", at the latest {when}",
    ", batas waktunya {when}": ", due on {when}",
    ": {when}": ": {when}",
    "Tugas baru": "New task",
    "Tugas diserahkan kepada Anda": "A task was handed over to you",
    "Setengah waktu sudah terpakai": "Half of the time is used up",
    "Batas waktu sudah tiba": "A time limit has come",
    "Pekerjaan di bawah jabatan Anda terlambat": "Work under your position is late",
    "Tugas dikembalikan": "A task was given back",
    "Perkara berakhir": "A case ended",
    "Anda disebut dalam komentar": "You were mentioned in a comment",
    "Tautan pribadi dibuat": "A personal link was made",
    "Kiriman gagal": "A delivery failed",
    "Gangguan baru": "A new incident",
    "Sebuah langkah berhenti dan menunggu operator.": "A step has stopped and waits for an operator.",
    "Kata sandi pertama diberikan": "A first password was given",
    "Akun Anda diberi kata sandi pertama yang baru. Bila Anda tidak memintanya, beri tahu atasan Anda.": (
        "Your account was given a new first password. If you did not ask for it, tell your superior."
    ),
    "{who} memberi akun Anda kata sandi pertama yang baru. Bila Anda tidak memintanya, beri tahu atasan Anda.": (
        "{who} gave your account a new first password. If you did not ask for it, tell your superior."
    ),
    "Pemberitahuan": "Notice",
    # due dates in a calendar
    "Batas waktu Alur": "Due dates of Alur",
    "Batas waktu: {name} ({number})": "Due: {name} ({number})",
    "Langkah {step} dari {steps}.": "Step {step} of {steps}.",
    "Masuk ke Alur untuk mengerjakannya.": "Log in to Alur to do it.",
    # mail
    "Yth. Bapak/Ibu,": "Dear Sir or Madam,",
    "Ada pemberitahuan untuk Anda:": "There is a notice for you:",
    "Ada beberapa pemberitahuan untuk Anda:": "There are several notices for you:",
    "- {line} ({number} kali)": "- {line} ({number} times)",
    "- dan {number} lagi": "- and {number} more",
    "Untuk melihat dan mengerjakannya, silakan masuk:": "To see and do it, please log in:",
    "Alamat surel ini dipakai untuk pemberitahuan": "This address is used for notices",
    "Alamat surel ini baru saja dicantumkan di Alur untuk menerima pemberitahuan.": (
        "This address was just entered in Alur to receive notices."
    ),
    "Bila bukan Anda yang mencantumkannya, abaikan surel ini dan beri tahu operator Alur di kantor Anda.": (
        "If it was not you who entered it, ignore this mail and tell the operator of Alur in your office."
    ),
    "Surel ini dikirim otomatis; mohon tidak dibalas.": "This mail was sent automatically; please do not reply.",
    "Mengatur atau menghentikan surel ini: {address}": "Change or stop these mails: {address}",
    "Surel percobaan": "Test mail",
    "Surel dari Alur sampai di alamat ini.": "Mail from Alur reaches this address.",
    "Ringkasan tugas {day}": "Your tasks, {day}",
    "Terlambat:": "Late:",
    "Segera jatuh tempo:": "Due soon:",
    "Baru:": "New:",
    "Kabar lain yang belum dibaca:": "Other unread notices:",
    "Selain itu ada {number} tugas yang belum mendesak.": "Besides there are {number} tasks that are not urgent yet.",
    # what happened
    " karena {note}": " because {note}",
    "{who} {did} pada {when}{because}": "{who} {did} on {when}{because}",
    "{who} menulis komentar pada {when}": "{who} wrote a comment on {when}",
    ", diserahkan oleh {name} karena {note}": ", handed over by {name} because {note}",
    "Sistem": "The system",
    "{name} selaku {seat}": "{name} as {seat}",
    "Peserta {name}": "Participant {name}",
    "sebuah langkah": "a step",
    " dengan catatan {note}": " with the note {note}",
    " dengan alasan {note}": " for the reason {note}",
    " untuk {name}": " for {name}",
    "{who} memulai perkara ini pada {when}": "{who} started this case on {when}",
    "{who} membatalkan perkara ini pada {when}{reason}": "{who} cancelled this case on {when}{reason}",
    "{who} mengembalikan pekerjaan pada {name} pada {when}{note}": "{who} sent the work back at {name} on {when}{note}",
    "{who} menyelesaikan {name} pada {when}{note}": "{who} completed {name} on {when}{note}",
    "{who} mencatat {name} pada {when}{note}": "{who} recorded {name} on {when}{note}",
    "{who} mencatat peristiwa pada {when}": "{who} recorded an event on {when}",
    "Kabar {name} masuk dari luar pada {when}": "News for {name} arrived from outside on {when}",
    "Batas waktu {name}{watched} tiba pada {when}": "The time limit {name}{watched} was reached on {when}",
    "Sistem tidak berhasil menyelesaikan {name} pada {when}": "The system could not complete {name} on {when}",
    "Sistem menyelesaikan {name} secara otomatis pada {when}": "The system completed {name} automatically on {when}",
    # who may act
    "pejabat yang belum terdaftar": "an official not registered yet",
    "pejabat yang ditunjuk": "the official appointed for it",
    "Anda sendiri sebagai peserta": "you yourself as participant",
    "peserta": "participants",
    "peserta {name}": "participant {name}",
    "peserta yang bersangkutan": "the participant concerned",
    "{title} (jabatan ini sedang kosong; perlu ditunjuk pelaksana tugas atau pelaksana harian)": (
        "{title} (this position is vacant; an acting official must be appointed)"
    ),
    "{name} tidak, karena {reason}": "not {name}, because {reason}",
    "{title}, tetapi belum ada yang berwenang: {barred}": "{title}, but nobody has the authority yet: {barred}",
    ", dan sedang dikerjakan oleh {by} sejak {since}": ", and taken by {by} since {since}",
    "salah seorang di antaranya": "one of them",
    "{name} sampai {day}": "{name} until {day}",
    "mandatnya tidak mencakup tindakan ini": "the mandate does not cover this act",
    "tindakan ini tidak dapat dilakukan oleh {form}": "no {form} may do this",
    "hal ini menyangkut dirinya sendiri": "the matter concerns that person",
    "sudah bertindak pada langkah sebelumnya yang harus dilakukan orang lain": (
        "that person acted on an earlier step, which somebody else must have done"
    ),
    # what is awaited
    "Tidak ada orang yang perlu bertindak; sistem melanjutkan sendiri.": (
        "Nobody needs to act; the system carries on by itself."
    ),
    "Ada gangguan teknis di sini sejak {since}; operator perlu memeriksa penyebabnya dan mengulanginya.": (
        "There has been a technical fault here since {since}; an operator must look at its cause and try again."
    ),
    "Operator sistem perlu memeriksa gangguan ini dan mengulanginya.": (
        "A system operator must look at this incident and try again."
    ),
    "Waktu menunggu pihak luar dicatat terpisah dari waktu kerja kantor.": (
        "Time spent waiting for outside parties is counted apart from the office's own working time."
    ),
    "sekarang sistem menunggu waktu {name}": "now the system waits for the time {name}",
    "sekarang langkah otomatis {name} terhenti karena gangguan": "now the automatic step {name} is stopped by an incident",
    "sekarang sistem sedang mengerjakan {name}": "now the system is working on {name}",
    "sekarang yang ditunggu adalah {name} oleh {who}": "now {name} is awaited from {who}",
    "Yang ditunggu adalah {who}": "Awaited: {who}",
    "sekarang giliran {who} mengerjakan {name}": "now it is the turn of {who} to do {name}",
    "Yang dapat mengerjakan adalah {who}": "Who may act: {who}",
    "pihak luar": "an outside party",
    "pesan {name}": "the message {name}",
    "pesan": "a message",
    "sekarang yang ditunggu adalah {name}, yaitu {letter} dari {party}": (
        "now {name} is awaited: {letter} from {party}"
    ),
    "sekarang yang ditunggu adalah {name}, yaitu {letter} dari {party}, yang dapat dicatat oleh {by}": (
        "now {name} is awaited: {letter} from {party}, which can be recorded by {by}"
    ),
    "Yang ditunggu adalah {party}; kabarnya masuk sebagai {letter}": "Awaited: {party}; the news comes in as {letter}",
    "Yang ditunggu adalah {party}; bila kabarnya datang di atas kertas, yang dapat mencatatnya adalah {by}": (
        "Awaited: {party}; should the news come on paper, it can be recorded by {by}"
    ),
    "tugas ini dibuka untuk Anda": "this task was opened for you",
    "tugas ini dibuka untuk Anda pada {when}": "this task was opened for you on {when}",
    "sesudah itu {after}": "afterwards {after}",
    "sesudah ini {after}": "next: {after}",
    # until when
    "Tidak ada batas waktu baku untuk langkah ini.": "There is no standard time limit for this step.",
    "Paling lambat {due}{late}.": "At the latest {due}{late}.",
    "paling lambat {due}": "at the latest {due}",
    "sampai {when}": "until {when}",
    "sampai {when} ({how})": "until {when} ({how})",
    "; {days} menunggu pihak luar tidak dihitung": "; {days} spent waiting for somebody outside are not counted",
    "Waktu baku {which} adalah {days}, dihitung sejak hari kerja pertama sesudah {opened}": (
        "The standard time of {which} is {days}, counted from the first working day after {opened}"
    ),
    "langkah {step}": "step {step}",
    "langkah ini": "this step",
    "{days} sesudah {opened}, {off}": "{days} after {opened}, {off}",
    " (sudah terlambat {days})": " (already {days} late)",
    " (sudah lewat)": " (already past)",
    "Sabtu dan Minggu": "Saturdays and Sundays",
    "tidak ada hari libur di antaranya": "with no days off in between",
    "tidak dihitung: {days}": "not counted: {days}",
    "Langkah otomatis dikerjakan sistem segera, tanpa batas waktu baku.": (
        "The system does automatic steps at once, without a standard time limit."
    ),
    "Waktunya ditentukan oleh peristiwa lain dalam perkara ini.": "Its time depends on another event in this case.",
    "{name}, menurut diagram SOP": "{name}, as drawn in the SOP",
    "waktunya": "its time",
    "bila sampai {when} ({how}) belum ada hasilnya, penantian ini ditutup, lalu {follows}": (
        "if there is no result by {when} ({how}), this wait is closed, then {follows}"
    ),
    "bila sampai {when} ({how}) belum selesai, {follows}, dan penantian ini tetap terbuka": (
        "if it is not done by {when} ({how}), {follows}, and this wait stays open"
    ),
    # branches that meet
    "cabang lain": "other branches",
    "cabang yang masih berjalan ({running})": "the branches still running ({running})",
    "sekarang yang ditunggu adalah {missing}; sesudah itu {after}": "now the case waits for {missing}; afterwards {after}",
    "pada cabang ini tidak ada yang perlu bertindak; yang ditunggu adalah {others}": (
        "on this branch nobody needs to act; awaited: {others}"
    ),
    "Sampai {missing} selesai; titik penggabungan sendiri tidak mempunyai batas waktu.": (
        "Until an end is reached by {missing}; the meeting point itself has no time limit."
    ),
    "sesudah semua cabang bertemu, {after}": "once all branches have met, {after}",
    "pekerjaan pada cabang lain": "work on other branches",
    # the case as a whole
    "Sampai operator mengulangi langkah yang terhenti.": "Until an operator tries the stopped step again.",
    "Sesudah gangguan diatasi, perkara berjalan lagi dari keadaan sebelum gangguan.": (
        "Once the incident is mended, the case goes on from where it stood before."
    ),
    "dibatalkan": "was cancelled",
    "berakhir": "ended",
    "berakhir dengan {ending}": "ended with {ending}",
    "Dengan itu perkara {how}{when}, dan tidak ada lagi yang ditunggu.": (
        "With that the case {how}{when}, and nothing more is awaited."
    ),
    "Tidak ada orang yang perlu bertindak; perkara sudah selesai.": "Nobody needs to act; the case is closed.",
    "Perkara {how}{when}; tidak ada batas waktu lagi.": "The case {how}{when}; there are no more time limits.",
    "Tidak ada langkah berikutnya.": "There is no next step.",
    "Sekarang sistem sedang melanjutkan perkara ini.": "The system is carrying this case on now.",
    "Langkah berikutnya ditentukan segera oleh sistem.": "The system decides the next step shortly.",
    # what comes next
    "setelah giliran terakhir, {rest}": "after the last turn, {rest}",
    "setelah semuanya selesai, {rest}": "after all are done, {rest}",
    "setelah semua cabang bertemu, {rest}": "after all branches have met, {rest}",
    "serentak {parts}": "at the same time {parts}",
    "sistem mengerjakan {name}": "the system does {name}",
    "bagian {name}{each}": "the part {name}{each}",
    "menunggu sampai waktu {name}": "waiting until the time {name}",
    "menunggu {name}": "waiting for {name}",
    " oleh {doer}": " by {doer}",
    " (satu per satu)": " (one after another)",
    " (untuk masing-masing)": " (for each)",
    "langkah berikutnya": "the next step",
    "mana yang lebih dulu: {parts}": "whichever comes first: {parts}",
    "pertanyaan {question}": "the question {question}",
    "keputusan menurut isian sebelumnya": "a decision by what was filled in before",
    "bila {answer},": "if {answer},",
    "selain itu,": "otherwise",
    "bila syaratnya terpenuhi,": "if its condition is met,",
    "tercatat {name}": "{name} is noted",
    "hal itu tercatat": "that is noted",
    "perkara berakhir: {name}": "the case ends: {name}",
    "cabang ini berakhir": "this branch ends",
    "bagian {name} selesai": "the part {name} is over",
    # replay
    "Masukan peristiwa {seq} sudah dihapus menurut jadwal retensi; keadaan sesudahnya tidak dapat diputar ulang.": (
        "The input of event {seq} was erased under the retention schedule; what followed cannot be replayed."
    ),
    "Peristiwa {seq} tidak dapat diputar ulang: {reason}": "Event {seq} cannot be replayed: {reason}",
}

#: One, many: sentences about a number.
PLURALS = {
    "{number} cabang pekerjaan sudah selesai dan sampai di titik penggabungan": (
        "{number} branch of work is done and has come to the meeting point",
        "{number} branches of work are done and have come to the meeting point",
    ),
}
