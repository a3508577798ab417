// A line is one name: its forms, its spellings and what people are called who have it. English and Spanish; short on
// purpose, because every line makes two names one. Names of women and of men stand apart.
const groups = `
alexander alex alec al xander sandy alejandro
alexandra alex sandra sandy lexi alejandra alexa
albert al bert alberto
alfred al fred alfredo
amanda mandy
andrew andy drew andres
angela angie
anthony tony antonio anton
ana anna anne ann annie anita
arthur art arturo
barbara barb babs barbie
benjamin ben benny benji
bernard bernie bernardo
beatrice beatriz bea trixie betty
bradley brad
caroline carolina carol carrie carolyn
catherine katherine kathryn catharine cathryn kate katie kathy cathy kat kitty catalina katharine
charles charlie chuck carlos chas
charlotte lottie charlie carlota
christine christina kristina cristina chris tina chrissy christy kristin kristen krista
christopher chris kit cristobal topher kristopher
cynthia cindy
daniel dan danny
danielle dani
david dave davey
deborah debbie deb debra
dennis denny dionisio
donald don donny
dorothy dot dottie dolly dorothea
douglas doug
edward ed eddie ted teddy ned eduardo
eleanor ellie nell nora leonor elinor
elizabeth liz beth betty lizzie betsy eliza elisabeth libby
emily em emmy emilia
ernest ernie ernesto
eugene gene eugenio
evelyn evie
ferdinand fernando nando
frances fran francie francisca paquita
francis frank francisco paco pancho frankie
franklin frank
frederick fred freddy federico frederic
gabriel gabe
gabriela gabrielle gabby gaby
geoffrey geoff jeffrey jeff jeffery
george jorge georgie
gerald gerry jerry gerardo
gregory greg gregorio gregg
guadalupe lupe lupita
guillermo william will bill billy willie liam memo
harold harry hal
helen elena helena
henry hank harry enrique
howard howie
ignatius ignacio nacho
jacob jake jacobo
jacqueline jackie
james jim jimmy jamie jaime
janet jan
jane janie jenny
jennifer jen jenny jenn
jerome jerry jeronimo
jessica jess jessie
jesus chuy
john jack johnny jon juan juanito
johanna joan juana
jonathan jon jonny johnathan
joseph joe joey jose pepe
josephine josie jo josefina pepita
joshua josh josue
judith judy
julia julie
katelyn caitlin kaitlyn kate caitlyn katelynn
kenneth ken kenny
kimberly kim
lawrence larry laurence lorenzo
leonard leo len lenny leonardo
leslie les lesley
lillian lily lilian lilly
louis luis lou louie lewis
louise luisa lou
lucille lucy lucia
manuel manny manolo
margaret maggie meg peggy marge margie margarita
maria mary marie
mark marc marcos marcus
martha marta
martin marty
matthew matt mateo mathew
maxwell max
maximilian max maximo maximiliano
megan meg meghan
melissa missy lissa
michael mike mikey mick mickey miguel micheal
michelle shelly shelley michele
mercedes merche
miriam mimi
mitchell mitch
nancy nan
natalie nat natalia
nathan nate
nathaniel nate nat nathan
nicholas nick nicky nicolas nicholaus
nicole nikki nicky
oliver ollie
pamela pam
patricia pat patty tricia patsy trish
patrick pat paddy patricio
paul pablo paulie
pauline paula
peter pete pedro
phillip phil philip felipe
rachel rachael raquel
raymond ray ramon
rebecca becky becca rebeca rebekah
richard rick dick rich ricky richie ricardo
robert bob rob bobby robbie bert roberto beto
roderick rod rodrigo
ronald ron ronnie
rose rosa rosie rosita
roseanne rosana rosanna
rudolph rudy rodolfo
samantha sam sammy
samuel sam sammy
sarah sara
sebastian seb bas
sophia sofia sophie
stephanie steph estefania stefanie
stephen steve steven stevie esteban stephan
stewart stuart stu
susan sue susie suzanne susana suzy
teresa theresa terry tess terri
terrence terry terence
theodore ted teddy theo teodoro
thomas tom tommy tomas
timothy tim timmy timoteo
tobias toby
valerie val valeria
vanessa nessa
veronica ronnie roni
victor vic
victoria vicky tori vickie
vincent vince vinny vicente
virginia ginny
walter walt wally
wendy wendi
william will bill billy willie liam guillermo
zachary zach zack zachariah
brian bryan
erik eric erick
sean shawn shaun
geraldine gerry
hannah hanna
isaac isaak ike
lynn lynne
ian iain
aaron aron
alan allan allen
dylan dillon
gillian jill gill
hailey haley hayley hailee
jayne jane
leah lea
lindsay lindsey
madeline madeleine maddie madelyn
marian marion
mikayla michaela mikaela makayla
nicola nicky
reese rhys
tracy tracey traci
`;

const groupsByName = new Map<string, number[]>();
for (const [line, names] of groups.trim().split('\n').entries()) {
  for (const name of names.split(' ')) groupsByName.set(name, [...(groupsByName.get(name) ?? []), line]);
}

/** Whether two given names, folded, are forms of one: Bob and Robert, Juan and John, Catherine and Kathryn. */
export function areFormsOfOneName(a: string, b: string): boolean {
  const ofA = groupsByName.get(a);
  const ofB = groupsByName.get(b);
  return ofA !== undefined && ofB !== undefined && ofA.some((line) => ofB.includes(line));
}

/** The first name of each line that a name stands in; for finding pairs, so that Bob meets Robert. */
export function formsOf(name: string): readonly string[] {
  return (groupsByName.get(name) ?? []).map((line) => `~${line}`);
}

/** Names on the list are names: two of them are no slips of each other. */
export function isListedForm(name: string): boolean {
  return groupsByName.has(name);
}
