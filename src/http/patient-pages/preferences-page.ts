import {
  bestTimes,
  type ContactWish,
  keepings,
  type PageChannel,
  pageChannels,
  welcomes,
} from '../../patients/model.ts';
import { listWaysToReach } from '../../patients/reading.ts';
import { readWish, saveWish } from '../../patients/wish-actions.ts';
import { languages } from '../../words/bind.ts';
import { callMeSection } from './call-me.ts';
import { type Page, problemBox } from './frame.ts';
import { type Html, html } from './html.ts';
import { maskedEmail, tailOf } from './mask.ts';
import type { PatientPage } from './page-route.ts';
import { sayDay, sayLanguage, wordingVersion } from './page-words.ts';
import { chosen, textOf, ticked } from './read-form.ts';
import type { Visitor } from './visitor.ts';

/** What stands in the form. */
interface Answers extends ContactWish {
  readonly written: string;
  readonly spoken: string;
}

// Before anybody has said anything: only what belongs to care itself.
const implied: ContactWish = {
  channels: [],
  bestTime: 'any',
  welcome: ['before_visit', 'check_in'],
  keep: 'in_touch',
};

const tag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Languages to choose from: those of the practice, ours, and what the patient has now. */
function offered({ practice, owner }: Visitor, now: string): readonly string[] {
  return [
    ...new Set([
      ...practice.languages,
      ...languages,
      ...[owner.writtenLanguage ?? '', owner.spokenLanguage ?? '', now].filter((one) => tag.test(one)),
    ]),
  ];
}

function readAnswers(visitor: Visitor): Answers {
  const { form, language } = visitor;
  const one = (name: string): string => {
    const given = textOf(form, name);
    return offered(visitor, '').includes(given) ? given : language;
  };
  return {
    channels: ticked(form, 'channel', pageChannels),
    bestTime: chosen(form, 'time', bestTimes) ?? 'any',
    welcome: ticked(form, 'welcome', welcomes),
    keep: chosen(form, 'keep', keepings) ?? 'in_touch',
    written: one('written'),
    spoken: one('spoken'),
  };
}

/** A way with the end of the number or the edges of the address, so that a patient knows which one we mean. */
async function channelWords(visitor: Visitor): Promise<Readonly<Record<PageChannel, string>>> {
  const { db, practice, link, words } = visitor;
  const ways = (await listWaysToReach(db, practice.id, link.patientId)).filter(
    // Whose it is stands beside what is not the patient's own: nothing of other people is shown here.
    (way) => way.belongsTo === 'self',
  );
  const first = (...kinds: readonly string[]): string | undefined =>
    ways.find((way) => kinds.includes(way.kind))?.value;
  const say = words.preferences;
  const phone = first('mobile', 'phone');
  const mobile = first('mobile');
  const email = first('email');
  return {
    call: phone === undefined ? say.call : say.callTo(tailOf(phone)),
    text: mobile === undefined ? say.text : say.textTo(tailOf(mobile)),
    email: email === undefined ? say.email : say.emailTo(maskedEmail(email)),
    post: say.post,
  };
}

function choice(
  kind: 'checkbox' | 'radio',
  name: string,
  value: string,
  label: string,
  on: boolean,
  id?: string,
): Html {
  const checked = on ? html` checked` : null;
  const own = id === undefined ? null : html` id="${id}"`;
  return html`<label class="choice"><input type="${kind}" name="${name}" value="${value}"${own}${checked}><span>${label}</span></label>
    `;
}

function languageChoice(visitor: Visitor, name: 'written' | 'spoken', now: string): Html {
  const options = offered(visitor, now).map(
    (one) =>
      html`<option value="${one}"${one === now ? html` selected` : null}>${sayLanguage(one, visitor.language)}</option>`,
  );
  return html`<label class="field">${visitor.words.preferences[name]}<select name="${name}">${options}</select></label>`;
}

async function draw(visitor: Visitor, answers: Answers, isFirst: boolean, problem = false): Promise<Page> {
  const { words, language, calledBy } = visitor;
  const say = words.preferences;
  const ways = await channelWords(visitor);
  const body = html`${problem ? problemBox(words.problem, [{ field: 'c', words: say.noChannel }]) : null}
    ${calledBy === undefined ? null : html`<p><bdi>${words.hello(calledBy)}</bdi></p>`}
    <p>${say.lead}</p>
    ${isFirst ? html`<p class="box">${say.nothingYet}</p>` : null}
    <form id="f" method="post" action="?lang=${language}">
    <fieldset aria-describedby="ch"><legend>${say.channels}</legend><p class="dim" id="ch">${say.channelsHint}</p>
    ${pageChannels.map((one, at) => choice('checkbox', 'channel', one, ways[one], answers.channels.includes(one), at === 0 ? 'c' : undefined))}
    <p class="dim">${say.warning}</p></fieldset>
    <fieldset><legend>${say.bestTime}</legend>
    ${bestTimes.map((one) => choice('radio', 'time', one, say.times[one], answers.bestTime === one))}</fieldset>
    <fieldset><legend>${say.languages}</legend>
    ${languageChoice(visitor, 'written', answers.written)}${languageChoice(visitor, 'spoken', answers.spoken)}</fieldset>
    <fieldset><legend>${say.welcome}</legend>
    ${welcomes.map((one) => choice('checkbox', 'welcome', one, say.welcomes[one], answers.welcome.includes(one)))}</fieldset>
    <fieldset><legend>${say.keep}</legend>
    ${keepings.map((one) => choice('radio', 'keep', one, say.keeps[one], answers.keep === one))}</fieldset>
    <p><button name="do" value="save">${say.save}</button></p></form>
    ${callMeSection(visitor)}`;
  return {
    title: say.title,
    body,
    form: 'save',
    ...(problem ? { isProblem: true, status: 422 } : {}),
  };
}

/** How we may keep in touch, changed by the patient with the link of any letter or message. */
export const preferencesPage: PatientPage = {
  purpose: 'preferences',
  show: async (visitor) => {
    const { db, practice, link, owner, language } = visitor;
    const wish = await readWish(db, practice.id, link.patientId);
    const answers = {
      ...(wish ?? implied),
      written: owner.writtenLanguage ?? language,
      spoken: owner.spokenLanguage ?? owner.writtenLanguage ?? language,
    };
    return draw(visitor, answers, wish === undefined);
  },
  take: async (visitor) => {
    const { db, practice, link, form, words, language, today, now } = visitor;
    const answers = readAnswers(visitor);
    // The page in the other language, with the answers as they were given.
    if (form.has('speak')) return draw(visitor, answers, false);
    if (answers.channels.length === 0) return draw(visitor, answers, false, true);
    const { written, spoken, ...wish } = answers;
    const wording = `${wordingVersion}-${language}`;
    const chosenLanguages = { written, spoken };
    const until = await saveWish(db, practice.id, link.patientId, wish, chosenLanguages, wording, today, now);
    const say = words.preferences;
    return {
      title: say.saved,
      body: html`<div class="box" role="status"><p>${say.holds}</p>
        ${until === null ? null : html`<p>${say.pausedUntil(sayDay(until, { language, practice }))}</p>`}</div>
        <p><a href="?lang=${language}">${say.changeAgain}</a></p>${callMeSection(visitor)}`,
    };
  },
};
