"""Which words stand on the patient's own pages and in the messages that point to them?

Part of `wording.PHRASES`; each language is read by a qualified person before patients see it.
"""

from __future__ import annotations

from typing import Final

SIGNING_IN: Final[dict[str, dict[str, str]]] = {
    "your_page": {"en": "Your page", "es": "Su página"},
    "sign_in_lead": {
        "en": "Type the code your care team gave you. Then type your birth date.",
        "es": "Escriba el código que le dio su equipo. Luego ponga su fecha de nacimiento.",
    },
    "code": {"en": "Code", "es": "Código"},
    "code_hint": {
        "en": "It has 8 numbers. Spaces do not matter.",
        "es": "Tiene 8 números. Los espacios no cuentan.",
    },
    "birth_date": {"en": "Birth date", "es": "Fecha de nacimiento"},
    "birth_hint": {"en": "Use numbers. Like 5 24 1961", "es": "Use números. Como 24 5 1961"},
    "day": {"en": "Day", "es": "Día"},
    "month": {"en": "Month", "es": "Mes"},
    "year": {"en": "Year", "es": "Año"},
    "see_page": {"en": "See my page", "es": "Ver mi página"},
    "sign_out": {"en": "Sign out", "es": "Salir"},
    "skip": {"en": "Skip to the page", "es": "Ir a la página"},
    "other_language": {"en": "Español", "es": "English"},
    "code_wrong": {
        "en": "That did not work. Check the code and your birth date. Or call your care team.",
        "es": "No se pudo entrar. Revise el código y la fecha. O llame a su equipo médico.",
    },
    "birth_date_wrong": {
        "en": "Please check your birth date. Use numbers for the month, day, and year.",
        "es": "Revise su fecha de nacimiento. Ponga el día, el mes y el año en números.",
    },
    "too_many_attempts": {
        "en": (
            "Too many tries. That is okay. Wait {minutes} minutes and try again. Or call your "
            "care team."
        ),
        "es": (
            "Van muchos intentos. No pasa nada. Espere {minutes} minutos y pruebe otra vez. "
            "O llame a su equipo médico."
        ),
    },
    "link_expired": {
        "en": "This link no longer works. Ask your care team for a new one.",
        "es": "Este enlace ya no sirve. Pida uno nuevo a su equipo médico.",
    },
    "form_expired": {
        "en": "This page was open too long. Please try one more time.",
        "es": "La página estuvo abierta mucho tiempo. Pruebe otra vez.",
    },
    "need_link": {
        "en": "To see your page, open the link your care team gave you.",
        "es": "Para ver su página, abra el enlace que le dio su equipo.",
    },
    "signed_out": {"en": "You are signed out.", "es": "Ya salió de su página."},
}

STATUS: Final[dict[str, dict[str, str]]] = {
    "status_title": {"en": "Where are my cells?", "es": "¿Dónde están mis células?"},
    "now_title": {"en": "Right now", "es": "Ahora"},
    "your_steps": {"en": "Your ten steps", "es": "Sus diez pasos"},
    "step_number": {"en": "Step {number} of 10", "es": "Paso {number} de 10"},
    "by_scan": {"en": "Confirmed by scan", "es": "Confirmado con escáner"},
    "by_team": {"en": "Confirmed by your team", "es": "Confirmado por su equipo"},
    "guide": {
        "en": "These times are a guide. They can be shorter or longer.",
        "es": "Estos tiempos son una guía. Pueden ser más cortos o más largos.",
    },
    "hear_title": {"en": "When you will hear from us", "es": "Cuándo le damos noticias"},
    "your_dates": {"en": "Your dates", "es": "Sus fechas"},
    "one_day": {"en": "{day}", "es": "{day}"},
    "from_to": {"en": "{first} to {last}", "es": "del {first} al {last}"},
    "dates_from": {
        "en": "Where these dates come from: the guide of {day} and the rules here.",
        "es": "De dónde salen estas fechas: la guía del {day} y las reglas de aquí.",
    },
    "put_in_calendar": {
        "en": "Put the dates in my calendar",
        "es": "Poner las fechas en mi calendario",
    },
    "review_title": {"en": "The next step", "es": "El próximo paso"},
    "call_late": {
        "en": "We said we would call you by now. We are sorry. Please call us.",
        "es": "Ya era hora de llamarle. Perdone. Por favor, llámenos usted.",
    },
    "between_steps": {
        "en": "Your care team plans the next step with you. Call them if you have questions.",
        "es": "Su equipo médico planea con usted el próximo paso. Llame si tiene preguntas.",
    },
    "call_title": {"en": "Who to call", "es": "A quién llamar"},
    "number_missing": {
        "en": "Use the phone number your care team gave you.",
        "es": "Use el número que le dio su equipo médico.",
    },
    "sick_title": {"en": "If you feel sick", "es": "Si se siente mal"},
    "example": {
        "en": "All of this is made up. It is here to show how the page works.",
        "es": "Todo esto es inventado. Sirve para ver cómo funciona la página.",
    },
}

MESSAGES: Final[dict[str, dict[str, str]]] = {
    "calendar_title": {"en": "Appointment", "es": "Cita"},
    "calendar_text": {
        "en": "Sign in to your page to read more. What your care team tells you counts.",
        "es": "Entre en su página para leer más. Vale lo que le diga su equipo médico.",
    },
    "notice_title": {"en": "You have an update", "es": "Hay algo nuevo para usted"},
    "still_title": {"en": "A note from your care team", "es": "Una nota de su equipo médico"},
    "still_notice": {
        "en": "We have no new step to tell you about. That is normal. We keep you posted.",
        "es": "No hay un paso nuevo. Eso es normal. Le seguimos dando noticias.",
    },
    "notice_how": {
        "en": "To sign in, use the link your care team gave you.",
        "es": "Para entrar, use el enlace que le dio su equipo.",
    },
    "notice_no_reply": {
        "en": "No one reads replies to this message. If you need us, call.",
        "es": "Nadie lee las respuestas a este mensaje. Si nos necesita, llame.",
    },
}

PAGE_WORDS: Final = {**SIGNING_IN, **STATUS, **MESSAGES}
