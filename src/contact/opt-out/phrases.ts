const cease = 'stop|quit|cease|cancel|end|unsubscribe|opt out|discontinue';
const part = '(?:dont|do not|never|wont(?! you)|not|cant(?! you)|cannot|no need to)';

// In this order. What stands on the right is one word of the lexicon; `question` is what else a patient writes about.
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\b(?:e mail)/g, 'email'],
  [/\bopt(?:ed|ing|s)? ?(?:me |us )?(?:out|oit|put)\b|\boptout\b/g, 'opt_out'],
  [
    /\b(?:d(?:ar|oy|i|en|eme|e(?= de baja)|enme|ame|enos|arme|arnos|arse)|quiero|solicito|pido|deseo) (?:mi |la )?(?:de )?(?:la )?baja\b/g,
    'dar_baja',
  ],
  [/\b(?:rather|prefer|preferiria|prefiero) (?:you )?(?:not|no|dont)\b(?: to)?/g, 'rather_not'],
  // To go on, and to be reminded: a no before an end, before forgetting, before being in the way.
  [
    new RegExp(
      `\\b${part} (?:ever |you |just |please )?(?:${cease}|opt_out|refrain|remove me)\\b(?: [a-z]+ing)?`,
      'g',
    ),
    'question',
  ],
  [
    /\bno (?:me )?(?:dejen|deje|dejes|paren|pare|pares|cancelen|cancele|cancelar)\b(?: de)?(?: [a-z]+[aei]r\w*)?/g,
    'question',
  ],
  [
    /\b(?:dont|do not|never|no|no se) (?:forget|hesitate|worry|mind|bother(?: to| with)?(?= )(?! me)|olvid\w*|dud\w*|preocup\w*)\b(?: (?:to|de|en))?(?: (?:send|call|text|email|write|remind|contact|enviar\w*|llamar\w*|escribir\w*))?/g,
    'question',
  ],
  [
    /\b(?<!ya )(?:no need|no hace falta|not necessary|no es necesario)(?! to keep)(?: to| que| for (?:a|an))?(?: me)?(?: \w+)?/g,
    'question',
  ],
  [
    /\bno (?:call|text|email|reply|message|reminder) (?:is )?(?:needed|necessary|required|yet|came|today)\b/g,
    'question',
  ],
  [/\b(?:did not|didnt|dont|do not) mean to \w+/g, 'mistake'],
  [/\b(?:get|gets|getting|got) back to\b|\bdid i (?:stop|quit)\b|\bput me back\b/g, 'question'],
  // What did not come, was not read, could not be done.
  [
    /(?<!\bto )\b(?:didnt|did not|havent|have not|hasnt|never|not|dont|do not|didnt even)(?: (?:ever|even|really|always|usually|yet|think i|actually))? (?:get|got|gotten|received?|see|seen|saw|find|found|have|had|understand|open|read|remember|know|heard?)\b(?: (?:a|an|any|the|your|my|that|this|last|back|from|anything|you))*(?: (?:text|message|email|call|reminder|letter|survey|mail|confirmation|link)s?)?/g,
    'question',
  ],
  [
    /\b(?:no|nunca|jamas) (?:me )?(?:recibi|llego|ha llegado|he recibido|vi|encuentro|entendi|entiendo|tengo|lei|se)\b(?: (?:ningun|ninguna|el|la|los|las|su|sus|un|una|mi))*(?: \w+)?/g,
    'question',
  ],
  [
    /\b(?:cant|cannot|couldnt|could not|unable to|not able to)(?: (?:get|seem|to))*(?: (?:call|text|talk|write|email|answer|reply|respond|open|access|make|come|reach|send))?(?: (?:you|by|through))*(?: (?:text|message|email|call|link|phone|mail))?/g,
    'question',
  ],
  [
    /\bno (?:puedo|pude|podemos|pudimos|podre|logro|consegui|consigo|alcance a|alcanzo a)(?: \w+)?(?: (?:la|el|los|las|un|una|mi|su))*(?: \w+)?/g,
    'question',
  ],
  [
    /\b(?:stop(?:ped|ping|s|p)?|drop(?:ped|ping)?|swing) ?(?:by|in|over|at|off|round|around)\b(?! (?:all|texting|sending|once))/g,
    'stop_by',
  ],
  [
    /\b(?:bus|truck|full|train|next|last|first|one|non|subway|tram|rest|pit|short|metro|your|the) ?stop\b/g,
    'bus',
  ],
  [
    /\bweekend\b|\b(?:the|at|year|dead|my|back|front|other) end\b(?! to\b)|\bend(?:s|ed)? (?:of|up|at|in|on|around)\b|\bend result\b|\bno end\b/g,
    'time',
  ],
  [/\b(?:fin de|al fin|por fin|en fin|a fin(?:es)? de|hora de|antes de salir)\b/g, 'hora'],
  [
    /\b(?:waiting|wait|cancellation|to do|price|guest) ?list\b|\blista de (?:espera|precios)\b/g,
    'appointment',
  ],
  [/\b(?:one more time|otra vez|for the (?:\w+ )?time|how many times)\b/g, 'again'],
  [/\bstill (?:getting|receiving|sending)\b/g, 'still_getting'],
  [/\bfollow ups\b/g, 'followups'],
  [/\b(?:emergency contacts?|contacto de emergencia)\b/g, 'question'],
  [/\bsave your\b/g, 'save_your'],
  [/\b(?:too|so) many\b|\b(?:tant|demasiad)[oa]s?\b/g, 'too_many'],
  [/\b(?:report(?:ing)?) (?:you|this|it)\b/g, 'report_you'],
  [/\b(?:taken|taking|take) off\b/g, 'taken_off'],
  [/\bsign(?:ed)? (me |us )?(?:off|out)\b/g, 'sign_off $1'],
  [
    /\b(?:get|getting|salgo|salir|salirme|want) (?:me |us )?(?:off|out)(?: of| from)?\b|\bsalgo de\b|\bsalir(?:me)? de (?=est|su|la lista)/g,
    'get_off me',
  ],
  [/\b(?:signed|sign|signing) (?:me |us )?up\b|\b(?:apunt|suscrib|inscrib)(?:e|i|imos|ido)\b/g, 'signed_up'],
  [/\b(?:turn|shut|switch) (?:\w+ ){0,3}?off\b/g, 'turn_off'],
  [/\b(?:no more|never again|nunca mas|not any ?more|no longer want)\b/g, 'no_more'],
  [/\b(?:ya )?no ?mas\b/g, 'no_mas'],
  [/\bya no\b/g, 'ya_no'],
  [/\bno longer\b/g, 'no_longer'],
  [/\btake(?:n)? back\b/g, 'take_back'],
  [/\breach(?:ing)? out\b/g, 'reach_out'],
  [
    /\b(?:leave|let|leaving) (?:me|us)(?: the \w+)? (?:alone|be)\b|\bdej(?:en|e|a|ar|ad)(?:me|nos)?(?: ya)? (?:en paz|tranquil[oa]s?)\b/g,
    'leave_me',
  ],
  [/\bdej(?:en|e|a|ar|ad)(?:me|nos)?(?: ya)?(?: por favor)? de\b/g, 'dejar_de'],
  [/\b(?:go away|get lost|back off|buzz off|knock it off|cut it out|piss off|f off)\b/g, 'go_away'],
  [/\b(?:tired of|sick of|fed up|had enough|hate|cannot stand)\b/g, 'fed_up'],
  [/\bdone (?=with|hearing|reading|getting|receiving)/g, 'done_with '],
  [/\bmake (it|this|these|them|that) (stop|end)\b/g, 'stop'],
  [
    /\b(?:wrong (?:number|person|address|email)|you have the wrong|not my (?:number|email|phone)|(?:numero|correo|persona) equivocad[oa])\b/g,
    'wrong_one',
  ],
];

/** The words of a folded message, one for each expression that means one thing. */
export function joinPhrases(folded: string): string {
  return phrases.reduce((text, [phrase, word]) => text.replace(phrase, word), folded);
}
