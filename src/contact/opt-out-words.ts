import { foldWords, stopSigns } from './opt-out-fold.ts';

/** `stop`: plainly so. `maybe`: it counts as stop, and a person reads it. `no`: nothing of the kind. */
export type StopWord = 'stop' | 'maybe' | 'no';

// A message of more words says something else as well.
const shortWords = 8;

// As written alone, with a typo, or among a few words: the listed ones of 47 CFR 64.1200(a)(10) and their Spanish peers.
const keywords =
  /^(?:stop|stopp|sotp|stpo|tsop|stoop|atop|stip|stpp|sttop|quit|qiut|quitt|end|revoke|revok|opt ?out|optout|opt-out|cancel|cancle|cancell|cancelar|cancela|cancele|cancelen|unsubscribe|unsuscribe|unsubcribe|unsubscibe|unsub|stopall|stop ?all|stopp?it|alto|alta no|pare|paren|para|parar|baja|darme de baja|basta|ya basta|no mas|nomas|fin|finalizar|salir|detener|detente|detenganse|terminar|suspender|revocar|anular|eliminar|borrar|stope|stop ?it)$/;

const filler =
  /\b(?:please|pls|plz|plse|kindly|thanks|thank you|thx|now|right|immediately|today|ok|okay|hi|hello|hey|dear|sir|madam|all|just|por favor|porfavor|porfa|gracias|ya|ahora|hola|buenos dias|buenas|inmediatamente|everything|todo|asap|already|jesus|sorry|perdon|me|it|this|the|esto)\b/g;

// What would be stopped: what we send, or hearing from us at all.
const things =
  '(?:text(?:s|ing|in|ed)?|txt(?:s|ing)?|txting|messag(?:e|es|ing)|msgs?|sms|e ?mail(?:s|ing)?|mail(?:s|ing)?|call(?:s|ing)?|contact(?:ing)?|send(?:ing)?|writ(?:e|ing)|reminder(?:s)?|notification(?:s)?|newsletter(?:s)?|spam(?:ming|min)?|bother(?:ing|in)?|bug(?:ging)?|harass(?:ing)?|pester(?:ing)?|phon(?:e|ing)|ping(?:ing)?|notif(?:y|ying)|communication(?:s)?|marketing|promotion(?:s)?|promo(?:s)?|offers|ads?|advert(?:s|ising)|alert(?:s)?|survey(?:s)?|updates|letters|postcards|blast(?:s|ing)?|annoying|disturb(?:ing)?)';
const cosas =
  '(?:mensajes?|mensajitos|textos?|sms|correos?|emails?|e mails?|mails?|llamadas?|llamar(?:me|nos)?|llamen(?:me)?|llamando(?:me)?|escribir(?:me|nos)?|escriban(?:me)?|escribiendo(?:me)?|enviar(?:me|nos)?|envi(?:en|e)(?:me|nos)?|enviando(?:me)?|mandar(?:me|nos)?|mand(?:en|e)(?:me|nos)?|mandando(?:me)?|molestar(?:me)?|molest(?:en|e)(?:me)?|molestando(?:me)?|contactar(?:me)?|contact(?:en|e)(?:me)?|contactando(?:me)?|recordatorios?|notificaciones|avisos?|publicidad|promociones|ofertas|boletin(?:es)?|spam|encuestas?|anuncios|propaganda|comunicaciones|fastidi(?:ar|en|ando)(?:me)?|textear(?:me)?|texte(?:en|ando)(?:me)?)';

const few = '(?: [a-z0-9]+){0,4}?';

const plain: readonly RegExp[] = [
  // stop texting me; quit sending me these; cease all communication
  new RegExp(
    `\\b(?:stop|stopp|sotp|stpo|quit|cease|end|cancel|discontinue|halt|kill|revoke|pause|no more|enough|turn off|disable|unsubscribe|opt out)${few} ${things}\\b`,
  ),
  new RegExp(`\\b(?:no|not|dont|do not|never|nt|quit) (?:want|wish|need|care|like|ever)${few} ${things}\\b`),
  new RegExp(
    `\\b(?:dont|do not|never|please no|no more|no longer|not|no)${few} ${things} (?:me|us|anymore|any more|again|here|this|my|please|to me|ever|from you)\\b`,
  ),
  new RegExp(`^(?:please )?(?:dont|do not|no more|never)(?: ever| you| please| any)* ${things}\\b`),
  /\b(?:take|remove|delete|drop|scrub|cut|get|leave) (?:me|us|my (?:number|name|email|e mail|address|info|phone|cell|contact|details)|this (?:number|email|address|phone))(?: please| right now)?(?: off| from| out)?\b(?! (?:the medic|a message|my))/,
  /\b(?:leave (?:me|us) (?:alone|be)|lose (?:my|this) (?:number|email)|forget (?:my|this) number|go away|get lost|back off|buzz off|knock it off|cut it out)\b/,
  /\b(?:opt|opting|opted|optout|opts) ?(?:me |us )?(?:out|put|oit)\b/,
  /\b(?:un ?subscri\w*|unsuscri\w*|unsubscrib\w*|unsubcri\w*|unsub|unscribe|unenroll|de ?subscribe|desubscribe|desuscri\w*|desinscri\w*)\b/,
  /\b(?:do not|dont|never) (?:contact|call|text|message|email|write|bother|disturb|mail)\b(?! (?:until|before|my (?:work|wife|husband|mother|office|home)))/,
  /\b(?:revoke|withdraw|rescind|take back|cancel)(?: my| all| any)* (?:consent|permission|authori[sz]ation|agreement|subscription)\b/,
  /\b(?:no longer|not|dont|do not|never) (?:\w+ )?(?:consent|agree|agreed|signed up|permit|authori[sz]e|give (?:you )?permission|interested|wish to|want to (?:hear|receive|get|be (?:contacted|texted|called|emailed)))\b/,
  /\b(?:not interested|no thanks? (?:stop|not)|stop (?:it|this|that|these|them|all|everything|now|please|pls|already|me|contact|immediately|asap)|please stop|pls stop|plz stop|just stop|must stop|make it stop|want (?:this|it|these|them) to stop|i said stop|stop stop|stop means stop|asked you to stop|told you to stop|make (?:them|these|this) stop|cease and desist)\b(?! (?:the|my|by|taking|hurt|bleed))/,
  /\b(?:no more|enough)(?: of)?(?: this| these| that| already| please| pls| from you)?(?: \.|$)/,
  /\b(?:wrong (?:number|person|address)|you have the wrong|not my (?:number|email)|block(?:ing|ed)? (?:you|this number)|reporting (?:you|this)|report (?:you|this) as spam|this is spam|its spam|is harassment)\b/,
  // Spanish
  new RegExp(
    `\\b(?:no|ya no|nunca|jamas|dejen|deje|deja|dejar|paren|pare|para|parar|basta|alto|cesen|cese|cancel\\w*|suspend\\w*|deten\\w*|elimin\\w*|termin\\w*|interrump\\w*|no mas|sin mas|quiten|quite)${few} ${cosas}\\b`,
  ),
  /\b(?:de(?:me|n|nme)?|dar(?:me|nos)?|dame|denos|quiero(?: la)?|solicito(?: la)?|pido(?: la)?|deseo) (?:la )?(?:de )?baja\b/,
  /\b(?:borr|elimin|quit|sac|remuev|retir|exclu)\w*(?:me|nos|en|an|ar|e|a)? (?:mi (?:numero|nombre|correo|telefono|contacto|email|direccion)|de (?:la|su|esta|sus) (?:lista|listas|base))\b/,
  /\b(?:borr[ea]nme|borrame|borreme|eliminenme|eliminame|elimineme|quitenme|quiteme|quitame|saquenme|saqueme|sacame|retirenme|dejenme|dejeme)(?: de| en paz| tranquil[oa]| ya|$| \.)/,
  /\b(?:dejen|dejenme|dejeme|deja|dejame) (?:en paz|tranquil[oa]|de )/,
  /\b(?:no (?:me )?(?:interesa|molesten|molestar|moleste|contacten|contacte|llamen|llame|escriban|escriba|manden|mande|envien|envie|textee?n?|busquen)|no quiero (?:mas|nada|recibir|que me|saber|esto|seguir)|no deseo (?:mas|nada|recibir|que|seguir)|ya no (?:quiero|deseo|me)|no gracias (?:ya )?no|numero equivocado|ya no mas|no mas (?:por favor|gracias|ya)|no mas\s*(?:\.|$)|ya paren|ya basta|paren ya|basta ya)\b/,
  /\b(?:revoco|retiro|cancelo|anulo) (?:mi |el |la )?(?:consentimiento|autorizacion|permiso|suscripcion)\b/,
  /\b(?:no (?:autorizo|doy (?:mi )?(?:permiso|consentimiento)|consiento))\b/,
  /\b(?:cancel\w*|anul\w*|termin\w*) (?:mi |la )?(?:suscripcion|subscripcion)\b/,
];

// Looks like it, and is about something else: such a part of the message is taken out before the rest is read.
const others: readonly RegExp[] = [
  /\b(?:dont|do not|never|please dont|wont|wouldnt|no need to|not going to|cant|cannot|not) (?:ever )?(?:stop|quit|cancel|end|unsubscribe|opt out)\b(?: (?:texting|sending|calling|emailing|writing|reminding|the|these|my|me|us|from|coming|messages|reminders|texts))*/g,
  /\b(?:stop|stopp(?:ed|ing)|stops|drop|swing) ?(?:by|in|over|at|off|round|around)\b(?! (?:all|texting|sending|once))/g,
  /\b(?:can|could|should|shall|will|do|did|may|must|when|how|if|whether|until|till|i|ill|id|im|we|he|she|they|it|hes|shes|mom|dad|wife|husband|doctor|dr|to|have|has|had|ive|just|never|ever|not|didnt|wasnt|need to|want to|going to|wants to|about to|told me to|says to)(?: (?:i|we|he|she|they|you|me|him|her|it|will|to|also|just|already|recently|have|had|now|completely|really))* (?:stop|stopped|stopping|quit|quitting|end|ended|cancel|cancelled|canceled|cancelling)(?: (?:taking|using|smoking|eating|drinking|bleeding|hurting|vaping|wearing|chewing|the (?:pill|pills|medicine|medication|meds|antibiotic|antibiotics|pain|bleeding|swelling|tablets|drops|rinse|treatment|ibuprofen|aspirin|blood thinners?)|my (?:pills?|medicine|medication|meds|appointment|visit|antibiotics?|blood thinners?|insurance|aspirin|work|job|shift|coumadin|treatment|retainer)|aspirin|ibuprofen|the appointment|antibiotics|smoking|working|the bleeding|work at|work|at \d|school|before|after the|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|for (?:a|gas|coffee|lunch)))+/g,
  /\b(?:stop|quit|end|ended|stopped|stops)(?:ped)? (?:taking|using|smoking|eating|drinking|bleeding|hurting|vaping|wearing|chewing|the (?:pill|pills|medicine|medication|meds|antibiotics?|pain|bleeding|swelling|tablets|drops|rinse|treatment)|my (?:pills?|medicine|medication|meds|antibiotics?|blood thinners?|aspirin)|aspirin|ibuprofen|antibiotics)\b/g,
  /\b(?:bus|truck|full|train|next|last|first|one|non|subway|tram|rest|pit|short|your|the|metro) ?stop\b/g,
  /(?<!\b(?:make|want|need|like|get) )\b(?:pain|bleeding|swelling|it|hurting|headaches?|bleed|ache|numbness|itching|tooth|cough|fever|symptoms?|that|this) (?:has |have |did |does |will |wont |wouldnt |doesnt |didnt |hasnt |finally |just |never |not |to )*(?:stop|stopped|stops|ended|end|quit)\b/g,
  /\b(?:weekend|the end|at end|end of|by the end|in the end|year end|week end|dead end|end up|ended up|ends at|end at|ends in|back end|front end|on my end|my end|the other end|end result|to the end|no end)\b/g,
  /\b(?:cancel|cancell?ed|cancell?ing|cancle|reschedule|move|end)(?: or (?:move|reschedule))?(?: (?:my|the|our|his|her|this|that|tomorrows?|todays?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|an?|both|next|all|of|me|daughters|sons|wifes|husbands|moms|upcoming|insurance))* (?:appointments?|appt|appts|visits?|cleanings?|booking|bookings|checkups?|reservation|surgery|procedure|slot|consultation|exam|one|insurance|policy|session|tomorrow|today|monday|tuesday|wednesday|thursday|friday)\b/g,
  /\b(?:cancel|cancela|cancele|cancelar|canceló|cancelo|cancelen|anular|cambiar|mover)(?:la|lo)?(?: (?:mi|la|el|su|nuestra|de|mis|las|esa|esta|una|proxima))* (?:cita|citas|turno|visita|limpieza|consulta|cirugia|seguro|reserva|hora)\b/g,
  /\b(?:quit|quite) (?:happy|good|well|nice|a|busy|sure|satisfied|pleased|some|late|early|soon|the|painful|sore|my job|my work|work|smoking|usual)\b/g,
  /\b(?:no (?:dejen|deje|dejes|paren|pare|pares|cancelen|cancele|quiero (?:dejar|cancelar|parar)))(?: de)?(?: (?:enviarme|enviar|mandarme|mandar|escribirme|llamarme|recordarme|mensajes|recordatorios|los|las|mi|mis|cita|me))*/g,
  /\b(?:deje|dejo|dejar|dejare|deja|paro|parar|para|voy a dejar|debo dejar|puedo dejar|tengo que dejar|dejo|suspendo|suspender|debo suspender) (?:de )?(?:tomar(?:me)?|fumar|usar|comer|beber|sangrar|doler(?:me)?|trabajar|tomando|la (?:pastilla|medicina|medicacion)|las (?:pastillas|medicinas)|el (?:antibiotico|tratamiento|medicamento|anticoagulante))/g,
  /\b(?:no (?:deja|para|dejo|dejaba|paraba|ha dejado|me deja) de|dejo de|ya no) (?:doler(?:me)?|sangrar|molestar(?:me)?|me duele|duele|tengo dolor|sangra|tomo|fumo|hinchar(?:se)?)/g,
  /\bpara (?:mi|mis|el|la|los|las|que|confirmar|cuando|una|un|su|hoy|manana|pedir|saber|preguntar|cambiar|ti|usted|ustedes|hacer|ver|poder|lunes|martes|miercoles|jueves|viernes|llegar|agendar|reservar|esa|ese|nosotros|eso|nada|siempre|mi hij[oa]|tomar|ir|la cita|ser|dolor)\b/g,
  /\b(?:fin de (?:semana|mes|ano|curso|dia)|al fin|por fin|en fin|a fin de|a fines)\b/g,
  /\b(?:presion|tension|azucar|voz|parte) baja\b|\bbaja (?:medica|laboral|por maternidad|de precio|la hinchazon|un poco)\b|\bplanta baja\b|\b(?:estoy|esta|sigo|estuve) de baja\b/g,
  /\b(?:voy a|puedo|quiero|tengo que|me van a|antes de|al|hora de|para|podre|debo) salir\b|\bsalir (?:de|a|temprano|antes|tarde|del)\b/g,
  /\b(?:no hay mas|no mas (?:dolor|de|que|sangrado|tarde)|nada mas|no mas tarde)\b/g,
  /\balto (?:riesgo|volumen|costo|precio|nivel)\b|\b(?:mas|muy|tan) alto\b/g,
  /(?<!\b(?:dont|do not|not|never|stop|no|dnt|to) )\b(?:text|call|message|email|contact|write|ring|phone) (?:me|us)(?: back)?\b(?! (?:no more|anymore|any more|again))/g,
  /\b(?:did|do|didnt|havent|have|has|dont think i|never|not|dont see|dont have|still) (?:\w+ )?(?:nt )?(?:get|got|gotten|received?|see|seen|see|have|remember|find) (?:\w+ )?(?:your |the |any |a |an |my )?(?:text|texts|message|messages|email|emails|e mail|mail|reminder|reminders|call|calls|letter|letters|survey)\b/g,
  /\bno (?:recibi|me llego|me ha llegado|he recibido|vi|encuentro|entendi|entiendo|tengo|pude (?:leer|ver|abrir|contestar)|puedo (?:abrir|leer|contestar|ver))(?: (?:ningun|ninguna|el|la|los|su|sus|un|una|mi|bien))* (?:mensajes?|correos?|recordatorios?|avisos?|llamadas?|textos?|encuestas?|cita)/g,
  /\b(?:dont|do not|cant|couldnt|didnt|could not|cannot|didnt|unable to) (?:understand|open|read|reply to|answer|respond to|access|see|know how to|load)(?: (?:your|the|this|that|it|a|my|to))*(?: (?:text|message|email|mail|call|link|reminder|survey|now|back|today|during work|right now|at work|you))*/g,
  /\b(?:cant|couldnt|could not|cannot|unable to) (?:call|text|talk|write|email|make (?:the|that|a))\b/g,
  /\b(?:no puedo|no pude|no pudimos|no podre|no logro|no alcance a|no consegui|no alcanzo a) (?:llamar(?:los|les|le)?|escribir(?:les|le)?|contestar|responder|enviar(?:les|le)?|mandar(?:les|le)?|contactar(?:los|les)?)\b(?: (?:ahora|hoy|la|el|las|los|foto|fotos|formulario|un|una|mensaje|mensajes|correo|llamada))*/g,
  /\bno need to (?:call|text|write|reply|answer|email)\b(?: (?:me|back))*/g,
  /\bno hace falta (?:que )?(?:me )?(?:llam\w+|escrib\w+|contest\w+)/g,
];

// The word itself, where nothing said what is meant: a person reads it, and nothing goes out until then.
const doubtful =
  /\b(?:stop|stopp|sotp|stpo|unsubscribe|opt out|optout|remove me|leave me|no mas|ya basta|basta|baja|alto|paren|dejenme|dejen|quitenme|quit|revoke|cancel|cancelar|cancela|cancele|end|spam|harass(?:ment|ing)?|acoso|enough|annoying|block(?:ed|ing)? you|tired of|sick of|fed up|hart[oa] de|cansad[oa] de)\b/;

// Spellings that may be a slip of the hand, one letter off, in a message that is nothing else.
function isOneOff(word: string, aim: string): boolean {
  if (word === aim) return true;
  const [short, long] = word.length < aim.length ? [word, aim] : [aim, word];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  if (short.length === long.length) {
    if (short.slice(i + 1) === long.slice(i + 1)) return true;
    return short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
  }
  return short.slice(i) === long.slice(i + 1);
}

const aims = ['stop', 'unsubscribe', 'cancel', 'revoke', 'optout', 'cancelar', 'stopall'];
// One letter off, and words of their own.
const notSlips = ['step', 'stoop', 'shop', 'top', 'slop', 'spot', 'stow', 'stops', 'store', 'invoke'];

function isSlip(text: string): boolean {
  return !text.includes(' ') && !notSlips.includes(text) && aims.some((aim) => isOneOff(text, aim));
}

/**
 * Whether somebody asks to stop, as a reasonable person would read it; the quoted part is taken out before. English and
 * Spanish. Where it is not clear it counts as stop (L-31).
 */
export function readStop(text: string): StopWord {
  const folded = foldWords(text);
  const signed = stopSigns.some((sign) => text.includes(sign));
  const count = folded === '' ? 0 : folded.split(' ').length;
  if (signed && count <= shortWords) return count <= 2 || plainly(folded) ? 'stop' : 'maybe';
  const bare = folded.replace(filler, ' ').replace(/[.?]/g, ' ').replace(/\s+/g, ' ').trim();
  const squeezed = bare.replace(/(.)\1+/g, '$1');
  if (keywords.test(bare) || keywords.test(squeezed) || isSlip(bare))
    return folded.includes('?') && bare !== 'stop' ? 'maybe' : 'stop';
  const words = bare.split(' ');
  if (words.length <= 3 && words.length > 0 && words.every((word) => keywords.test(word))) return 'stop';
  const rest = others.reduce((left, other) => left.replace(other, ' , '), folded).replace(/\s+/g, ' ');
  if (plainly(rest)) return count <= 3 * shortWords ? 'stop' : 'maybe';
  if (!doubtful.test(rest)) return 'no';
  // In a long letter the word alone says little; a person reads it anyway.
  return count <= 2 * shortWords ? 'maybe' : 'no';
}

function plainly(folded: string): boolean {
  return plain.some((one) => one.test(folded));
}
