/**
 * What a word of a message can mean here. A word may mean several things; English and Spanish stand together, as people
 * mix them. All words as `fold.ts` leaves them: small letters, no accents, no apostrophes.
 */
export type Sense =
  /** To make an end: stop, paren. */
  | 'cease'
  /** To be off a list in one word: unsubscribe. */
  | 'leave'
  /** To take somebody off: remove, borren. */
  | 'remove'
  /** What we send, or the sending of it: emails, llamadas, text. */
  | 'contact'
  | 'not'
  /** What one does or does not: want, autorizo. */
  | 'want'
  /** The writer: me, us, my. */
  | 'me'
  /** What we hold of the writer: number, correo. */
  | 'data'
  | 'list'
  /** To take something back: withdraw, revoco. */
  | 'revoke'
  | 'consent'
  /** What is said in anger: spam, acoso. */
  | 'anger'
  /** Done by mistake, and not meant. */
  | 'mistake'
  /** Bound to a time or a place: not now, not at work. */
  | 'bound'
  /** What else a patient writes about: the visit, the body, money, the way here. */
  | 'topic'
  /** Says nothing by itself: please, this, all. */
  | 'vague'
  /** Ends a thought without a full stop: and, but. */
  | 'turn';

const words: Readonly<Record<Sense, string>> = {
  cease: `stahp stap ceased ceasing deactivate disable mute silence save_your stop stopp stopping sotp stpo tsop stope stp stpp sttop quit qiut quitt quitting cease halt discontinue end kill
    terminate cancel cancle pause turn_off refrain desist no_more enough avoid paren pare parar paran parenle cesen cese
    cesar cancelar cancelen cancele cancela suspender suspendan suspenda detener detengan detenga detenganse terminar
    terminen termine interrumpan basta no_mas dejar_de alto stopall`,
  leave: `unsubscribe unsub opt_out dar_baja`,
  remove: `remvoe remov removed removing excluded deleted deleting unlisted taken_off sign_off get_off get_out anulen remove delete drop scrub erase scratch exclude strike take cut get pull block blacklist lose forget unlist borrar
    borren borre borra borrenme borreme borrame eliminar eliminen elimine elimina eliminenme elimineme eliminame quitar
    quiten quite quita quitenme quiteme quitame sacar saquen saque saca saquenme saqueme sacame retirar retiren retirenme
    retireme excluyan excluyanme excluir remuevan remueva remover remuevanme bajenme bajeme bloqueen bloqueenme`,
  contact: `emailed still_getting followups notices notice recall recalls mailers coupons tips invitations invites questionnaires requests feedback feeds text texts texting texted txt txts txting message messages messaging msg msgs sms email emails emailing
    e_mail mail mails mailing mailings call calls calling contact contacted contacting send sending write writing reminder
    reminders notification notifications newsletter newsletters spam spamming bother bothering bug bugging harass
    harassing pester pestering phone phoning ping pinging notify notifying communication communications communicate
    marketing promotion promotions promotional promo promos offers ad ads advert adverts advertising advertisement
    advertisements alert alerts survey surveys updates letters postcards flyers blast blasts disturb disturbing
    correspondence solicit soliciting solicitations reach_out hear hearing mensaje mensajes mensajito mensajitos texto
    textos textear texteen texteando correo correos llamada llamadas recordatorio recordatorios notificacion
    notificaciones aviso avisos publicidad promocion promociones oferta ofertas boletin boletines encuesta encuestas
    anuncio anuncios propaganda comunicacion comunicaciones comunicarse comuniquen cartas noticias`,
  not: `dnt donot not dont never no nunca jamas tampoco no_longer ya_no rather_not without sin`,
  want: `signed_up subscribed want wanted wanting wish need care like desire interested consent agree authorize authorise permit allow accept
    quiero queremos deseo deseamos necesito interesa interesan autorizo autorizamos consiento permito acepto gusta
    gustaria doy`,
  me: 'me us my our mi mis nos nuestro nuestra mine myself',
  data: `number numbers name address addresses info information details phone cell contact email e_mail data numero
    nombre correo telefono contacto direccion datos celular`,
  list: `list lists database system records roster subscription subscriptions lista listas base sistema registro registros
    directorio`,
  revoke: `revoking withdrawing cancelling anulen anule revoke revok withdraw rescind retract cancel take_back object reverse revoco retiro anulo cancelo opongo
    cancelar anular revocar retirar end terminate`,
  consent: `consent permission authorization authorisation agreement subscription consentimiento autorizacion permiso
    suscripcion subscripcion processing uso use`,
  anger: `bloquear reportar denunciar denuncio reporto bloqueo report_you too_many spam harassment harass harassing acoso annoying annoyed enough junk garbage nuisance tired_of sick_of fed_up
    done_with creepy intrusive unwanted hartos harto harta cansado cansada basura fastidio molestia block blocking
    blocked blacklist reporting lawyer sue ftc fcc demanda leave_me go_away no_mas basta desist`,
  mistake: 'mistake accident accidentally accidental oops error equivocacion resubscribe resubscribed',
  bound: `before until till after during while yet tomorrow today tonight early late morning mornings evening evenings
    afternoon afternoons night nights weekends weekend work office school home monday tuesday wednesday thursday friday
    saturday sunday mondays fridays noon lunch antes despues hasta mientras durante hoy manana tarde noche trabajo oficina
    lunes martes miercoles jueves viernes sabado domingo todavia aun wife husband mother mom dad daughter son esposa
    esposo mama papa `,
  topic: `order aligners comprobante incapacidad justificante tray trays splint time legs leg arm arms face skin cream gel lotion tube sedation local gas laser peel botox fluoride mouthwash brush floss lip lips eye eyes hair mask bandage tape sutures wound scar taking delta dental medicaid medicare coverage deductible copay invoice receipt statement records transfer referral results test lab blood pressure sugar cremita crema piernas cara piel sedacion brazo laboratorio resultados appointment appointments appt appts visit visits cleaning cleanings checkup checkups booking reservation surgery
    procedure slot consultation exam xray tooth teeth gum gums crown implant braces retainer filling root canal stitches
    whitening dentures pain hurt hurts hurting bleed bleeding swelling numb numbness itching fever cough symptoms ache
    headache infection sore medicine medication meds pill pills antibiotic antibiotics aspirin ibuprofen tablets drops
    rinse treatment dose prescription refill anesthesia smoking smoke drinking eating eat drink vaping doctor dr dentist
    nurse hygienist insurance bill bills charge charging charged card payment payments pay paid cost price estimate refund
    money form forms paperwork question questions parking bus train stop_by taxi street door code job shift gym class school
    minutes minute hour hours week weeks month months year years times january february march april june july
    august september october november december monday tuesday wednesday thursday friday saturday sunday tomorrow today
    yesterday tonight soon earlier later reschedule move cita citas turno visita
    limpieza consulta cirugia seguro reserva muela diente dientes encia corona puntos radiografia dolor duele doler sangre
    sangrar sangrado hinchazon hinchado fiebre tos pastilla pastillas medicina medicamento antibiotico tratamiento receta
    anestesia fumar comer beber tomar doctor doctora dentista factura tarjeta pago pagar costo precio presupuesto
    formulario pregunta preguntas estacionamiento autobus camion calle puerta trabajo clase escuela minutos minuto hora horas semana
    mes enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miercoles
    jueves viernes sabado domingo manana hoy ayer temprano cambiar mover `,
  vague: `ahi alli thing effective immediately going please pls plz plse kindly pronto thanks thank you thx ty now right immediately ok okay hi hello hey dear sir
    madam all just everything asap already jesus sorry it this that these those them any anything nothing more again
    anymore ever at of to from off out on for with in the a an is be being been are am was i im id ill we they he she and
    your yours you people guys whatever further future such things thing stuff nonsense crap sending_me would could can
    will do does did how why what so really very must said say says make made let have has keep keeps getting get gets
    receive receiving receiving_these up permanently forever here there completely wishes respect ask asked asking telling
    told means hereby formally longer through by via under both well yes about as hear de del la el lo los las por favor
    porfavor porfa gracias ya ahora hola buenos buenas dias tardes inmediatamente todo todos todas esto eso estos estas
    esos mas nada perdon que se le les su sus un una y e a en con al me nos recibir saber seguir recibiendo siempre
    favor usted ustedes quisiera puedo puede pueden como soy paciente patient ningun ninguna ningunos otra vez nuevo`,
  turn: 'and but y pero because porque or o then entonces though aunque',
};

/** Verbs of Spanish for reaching somebody, in the forms in which one asks for it or not; what somebody did is left out. */
const reaching =
  /^(?:llam|escrib|envi|mand|contact|molest|fastidi|busc|avis|inform|notifi[cq]u?)(?:ar|ir|en|e|es|a|an|ando|iendo)?(?:me|nos|le|les|lo|la|los|las)?$/;
const leaving =
  /^(?:un ?sub?s?cri|unscri|unenrol|desubscri|desuscri|desinscri|unsubcri|unsuscri|unsubsri)\w*$/;
const turnedOff = /^(?:harass|pester|bother)\w*$/;

const table = new Map<string, ReadonlySet<Sense>>();
for (const [sense, list] of Object.entries(words) as [Sense, string][]) {
  for (const word of list.split(/\s+/)) table.set(word, new Set([...(table.get(word) ?? []), sense]));
}
const nothing: ReadonlySet<Sense> = new Set();
const contact: ReadonlySet<Sense> = new Set(['contact']);
const hour: ReadonlySet<Sense> = new Set(['bound', 'topic']);
const vague: ReadonlySet<Sense> = new Set(['vague']);
const leave: ReadonlySet<Sense> = new Set(['leave']);

/** What one word can mean; nothing: a word of which we know nothing. */
export function sensesOf(word: string): ReadonlySet<Sense> {
  const known = table.get(word);
  if (known !== undefined) return known;
  // It does not bother me.
  if (/^molestan?$/.test(word)) return nothing;
  if (leaving.test(word)) return leave;
  if (/^\d{1,2}(?:am|pm|ish|th|rd|st|nd)?$/.test(word)) return hour;
  if (/^[a-z]{3,}ly$/.test(word)) return vague;
  return reaching.test(word) || turnedOff.test(word) ? contact : nothing;
}
