/**
 * Headings in the words of one language: `apptStartTm`, `Uhrzeit Beginn` and `Hora de inicio` all speak of a start time.
 * A word stands for itself unless this table gives it others; words of a heading that are run together are taken apart
 * where all of the parts are known.
 */
// A map: a heading may say `constructor`, which every object has.
const meanings: ReadonlyMap<string, string> = new Map(
  `
appt: appointment | appts: appointment | apt: appointment | app: appointment | appointments: appointment
visit: appointment | visits: appointment | encounter: appointment | booking: appointment | session: appointment
event: appointment | consult: appointment | consultation: appointment | reservation: appointment | slot: appointment
termin: appointment | cita: appointment | turno: appointment | rdv: appointment | consulta: appointment
appuntamento: appointment | afspraak: appointment | visita: appointment
pat: patient | pt: patient | patients: patient | client: patient | clients: patient | customer: patient | cust: patient
guest: patient | member: patient | person: patient | clientes: patient | cliente: patient | paciente: patient
patienten: patient | patientin: patient | kunde: patient | kunden: patient | paziente: patient | consumer: patient
nbr: number | num: number | no: number | nr: number | nro: number | numero: number | nummer: number | n: number
acct: account | acc: account | rec: record | ref: reference | guid: id | uuid: id | identifier: id | key: id | code: id
fk: id | historia: chart | historial: chart | expediente: chart | akte: chart | dossier: chart | mrn: chart number
patientennummer: patient number | kundennummer: patient number | pid: patient id
dt: date | datum: date | fecha: date | data: date | day: date | tag: date | dia: date | jour: date
tm: time | uhrzeit: time | zeit: time | hora: time | heure: time | ora: time | tijd: time | hour: time
timestamp: date time | datetime: date time
dob: birth date | bday: birth date | birthday: birth date | birthdate: birth date | bdate: birth date | born: birth date
geburtsdatum: birth date | geburtstag: birth date | nacimiento: birth | naissance: birth date | nascimento: birth
nascita: birth | geboortedatum: birth date
fname: first name | given: first name | forename: first name | vorname: first name | nombre: first name
prenom: first name | nome: first name | firstname: first name | voornaam: first name
lname: last name | surname: last name | family: last name | nachname: last name | apellido: last name
apellidos: last name | nom: last name | sobrenome: last name | cognome: last name | lastname: last name
familienname: last name | achternaam: last name
mname: middle name | mi: middle name | middlei: middle name
nickname: preferred name | nick: preferred name | rufname: preferred name
gender: sex | geschlecht: sex | sexo: sex | sexe: sex | sesso: sex | geslacht: sex
phones: phone | tel: phone | telephone: phone | telefon: phone | telefono: phone | telefone: phone | ph: phone
telefonnummer: phone number | rufnummer: phone number | landline: home phone | festnetz: home phone
privat: home | particular: home | hm: home | wk: work | business: work | biz: work
cell: mobile | cellular: mobile | cellphone: mobile phone | handy: mobile | handynummer: mobile number
movil: mobile | celular: mobile | portable: mobile | mob: mobile | wireless: mobile | cellulare: mobile | mobiel: mobile
emails: email | mail: email | correo: email | electronico: email | courriel: email | emailadresse: email address
addr: address | adresse: address | direccion: address | endereco: address | indirizzo: address | adres: address
strasse: street | straße: street | calle: street | rue: street | rua: street | via: street | street1: street
line1: line | line2: line | line3: line | address1: address | address2: address | address3: address
ort: city | stadt: city | wohnort: city | ciudad: city | localidad: city | poblacion: city | ville: city | town: city
suburb: city | cidade: city | citta: city | comune: city | locality: city | plaats: city
zip: postcode | zipcode: postcode | postal: postcode | plz: postcode | postleitzahl: postcode | cp: postcode | cap: postcode
postalcode: postcode | cep: postcode | pincode: postcode
province: state | provincia: state | region: state | county: state | bundesland: state
land: country | pais: country | pays: country | nation: country
lang: language | sprache: language | idioma: language | langue: language | lingua: language | taal: language
prov: provider | prvdr: provider | doctor: provider | dr: provider | dentist: provider | physician: provider
practitioner: provider | clinician: provider | therapist: provider | staff: provider | staffer: provider
employee: provider | stylist: provider | hygienist: provider | behandler: provider | arzt: provider | ärztin: provider
medico: provider | profesional: provider | praticien: provider | therapeut: provider | specialist: provider
technician: provider | aesthetician: provider | injector: provider | nurse: provider | resource: provider
seen: seen | schdlng: scheduling | sched: scheduled | scheduling: scheduled | prim: primary | usual: primary
preferred: preferred | pref: preferred | default: primary | main: primary | hauptbehandler: primary provider
svc: service | services: service | servicio: service | leistung: service | behandlung: service | tratamiento: service
tx: service | treatment: service | procedure: service | proc: service | prestation: service | trattamento: service
terminart: appointment type | art: type | tipo: type | motif: type | category: type | types: type
loc: location | clinic: location | facility: location | branch: location | site: location | center: location
centre: location | store: location | sucursal: location | standort: location | filiale: location | dept: location
department: location | clinica: location | sede: location | praxis: location | office: location
dur: duration | length: duration | len: duration | dauer: duration | duracion: duration | duree: duration
durata: duration | duracao: duration | minutes: minutes | mins: minutes | min: minutes | minuten: minutes
begin: start | begins: start | starts: start | started: start | beginn: start | inicio: start | debut: start | inizio: start
von: start
ends: end | finish: end | ende: end | fin: end | bis: end | fine: end
zustand: status | statut: status | stato: status | estado: status | situacion: status
noshow: no show | noshows: no show | dna: no show | missed: no show
canceled: cancelled | cancel: cancelled | cancellation: cancelled | cancelation: cancelled | canc: cancelled
storniert: cancelled | abgesagt: cancelled | cancelado: cancelled
created: created | creation: created | create: created | entered: created | entry: created | added: created
booked: booked | made: booked | angelegt: created | erstellt: created | creado: created | gebucht: booked
appointed: booked
arrival: arrived | checkin: check in | checkedin: check in | checked: check | checkout: check out | checkedout: check out
dismissed: left | walkout: left | departed: left | departure: left | seated: roomed | inchair: roomed | chair: roomed
kept: attended | showed: attended | show: show | completed: completed | ind: flag | flag: flag | yn: flag
price: charge | preis: charge | precio: charge | prix: charge | prezzo: charge | fee: charge | amount: charge
cost: charge | importe: charge | betrag: charge | montant: charge | charges: charge | sales: charge
sms: text | texts: text | texting: text | txt: text | textmessage: text | voice: call | calls: call
optin: opt in | optout: opt out | ok: allowed | allow: allowed | allows: allowed | accept: allowed | accepts: allowed
accepted: allowed | consent: allowed | consents: allowed | permission: allowed | receive: allowed | receives: allowed
subscribed: allowed | subscribe: allowed | use: allowed | agreed: allowed | permitted: allowed
unsubscribed: opt out | optedout: opt out | dnc: do not contact | donotcontact: do not contact
donotcall: do not call | donottext: do not text | donotemail: do not email
promo: marketing | promos: marketing | promotional: marketing | promotions: marketing | newsletter: marketing
newsletters: marketing | offers: marketing | advertising: marketing | werbung: marketing | publicidad: marketing
archived: inactive | deactivated: inactive | aktiv: active | activo: active | inaktiv: inactive
died: deceased | dead: deceased | death: deceased | verstorben: deceased | fallecido: deceased
registered: registration | enrolled: registration | enrollment: registration | joined: registration
pronoun: pronouns | guar: guarantor | resp: responsible | emerg: emergency | ins: insurance | insured: insurance
subscriber: insurance | policy: insurance | payer: insurance | payor: insurance | carrier: insurance
referring: referral | referred: referral | referrer: referral | refer: referral
mother: relative | father: relative | parent: relative | spouse: relative | partner: relative | kin: relative
guardian: relative | caregiver: relative | carer: relative | child: relative | husband: relative | wife: relative
employer: employment | school: employment | company: employment | gp: outside | pcp: outside | pharmacy: outside
adjuster: outside | lab: outside
`
    .split(/[|\n]/)
    .map((entry) => entry.split(':').map((part) => part.trim()))
    .filter((parts): parts is [string, string] => parts.length === 2 && parts[0] !== ''),
);

// Words that stand for themselves but may be run together with others (`patientfirstname`, `lastvisitdate`).
const plainWords =
  `patient appointment first last middle full name birth date time start end number id chart account
record reference phone mobile home work email address street line city state country postcode language provider
location service type status reason duration charge cancelled created booked check arrived roomed seen left attended
active inactive deceased registration sex age title primary preferred contact guarantor responsible party emergency
insurance next recall note notes opt in out at on by of since marketing text call not do show no cell visit client`
    .split(/\s+/)
    .filter((word) => word !== '');

const known = new Set([...meanings.keys(), ...plainWords]);
const longestWord = 24;

/** Parts of a word that is several run together; itself when not all of the parts are known. */
function apart(word: string): readonly string[] {
  if (known.has(word) || word.length < 6 || word.length > 40) return [word];
  // By length: the fewest parts that make up the beginning. Two-letter parts would find words in anything.
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    for (let start = Math.max(0, end - longestWord); start <= end - 2; start += 1) {
      const before = best[start];
      const part = word.slice(start, end);
      if (before === undefined || !known.has(part) || (part.length === 2 && !shortParts.has(part))) continue;
      if (best[end] === undefined || before.length + 1 < (best[end]?.length ?? 0))
        best[end] = [...before, part];
    }
  }
  return best[word.length] ?? [word];
}

const shortParts = new Set(['id', 'no', 'dt', 'tm', 'at', 'on', 'in', 'pt', 'ph', 'mi', 'dr']);

/** Lower-case words without accents: `pc_eventDate` to pc, event, date; `LName` to l, name. */
export function headingWords(heading: string): string[] {
  return heading
    .replace(/ \(\d+\)$/, '')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1')
    .replace(/#/g, ' number ')
    .replace(/\be[- ]?mail/gi, 'email')
    .replace(/\b(staff|team)[ _-]?member\b/gi, 'staff')
    .replace(/[’']s\b/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** What a heading speaks of, in the words of the table above; each once, in order. */
export function conceptsOf(heading: string): readonly string[] {
  const found = headingWords(heading)
    .flatMap(apart)
    .flatMap((word) => (meanings.get(word) ?? word).split(' '))
    // A number only tells two columns of one kind apart (`Phone 2`).
    .filter((word) => !/^\d+$/.test(word));
  return [...new Set(found)];
}
