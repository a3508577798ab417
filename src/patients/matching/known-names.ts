import { isListedForm } from './nicknames.ts';

// Given names that are near other given names. A slip turns a name into something that is none; where both are names,
// two people are the likelier reading: Jayden and Kayden are twins, Kayla and Kaylq are not.
const names = new Set(
  `aaliyah abby abel abigail abraham ada adalyn adam adan addison adela adele adeline adrian adriana adrien agnes agustin
aidan aiden aileen aimee aisha aitana alan alana alba albert alberta alberto alden alec aleena alejandra alejandro alessandra
alessandro alex alexa alexander alexandra alexia alexis alfonso alfred ali alia alice alicia alina alisa alisha alison alissa
allison alma alondra alonso althea alvaro alvin alyssa amalia amanda amara amari amaya amber amelia amelie amina amir amira
amos amy ana anabel anahi anaya anderson andre andrea andres andrew andy angel angela angelica angelina angie anika anissa
anita aniya anjali ann anna annabel annabelle anne annette annie annika anthony antoine antonia antonio anya april arabella
araceli archer ari aria ariana arianna ariel ariella arielle arlene arlo armando arnold arthur arturo arya asa ash asher
ashley ashlyn ashton athena aubree aubrey audrey august augusta austin autumn ava avery axel ayden ayla bailey barbara
barrett barry beatriz beau belen bella belinda ben benita benjamin bennett bernice beth bethany betty beverly bianca blake
blanca bodhi bonnie boris brad braden bradley brady braeden brandon brandy brantley braxton brayden breanna brenda brendan
brenna brennan brent brett brian briana brianna bridget brielle brittany brock brody bronson brooke brooklyn bruce bruno
bryan bryce brynn byron caden caleb callie calvin camden cameron camila camilla camille camilo candace cara carina carl
carla carlo carlos carly carmela carmelo carmen carol carolina caroline carson carter casey cassandra cassie catalina cayden
cecil cecilia celeste celia celine cesar chad chana chandler chanel charlene charles charlie charlotte chase chelsea cheryl
chloe christian christina christine christopher ciara cindy claire clara clarence clarissa clark claude claudia claudio clay
clayton clinton clyde cody cole colette colin colleen collin colton connie connor conor cooper cora coral corey corinne
cristian cristina crystal curtis cynthia daisy dakota dale dalia dallas dalton damian damien damon dana dane daniel daniela
daniella danielle danna dante daphne dara darian darius darla darlene darren darrell darryl daryl dave david dawn dawson dean
deanna deborah declan deena deidre delia delilah della demi denis denise dennis derek derrick desiree destiny devin devon
diana diane dianna diego dillon dina dixie dolores dominic dominick dominique donald donna donovan dora doreen doris dorothy
douglas drake drew dulce duncan dustin dwayne dylan earl easton eddie eden edgar edith edmund edna eduardo edward edwin
effie eileen elaina elaine eleanor elena eli elian eliana elias elijah elisa elise eliseo elissa eliza elizabeth ella elle
ellen elliana ellie elliot elliott ellis elmer elodie eloise elsa elsie elvira emanuel emelia emerson emery emilia emiliano
emilio emily emma emmanuel emmett enrique enzo eric erica erik erika erin ernesto esme esmeralda esperanza esteban estela
estella ester esther estrella ethan ethel etta eugene eva evan evangeline eve evelina evelyn everett ezekiel ezra fabian
faith fatima faye felicia felicity felipe felix fernanda fernando fiona flora florence frances francesca francis francisco
frank franklin fred frederick freya gabriel gabriela gabriella gabrielle gael gail garrett gary gavin gemma gena gene
genesis geneva genevieve george georgia georgina gerald gerard gerardo gia giana gianna gilbert gilberto gina gino giovanna
giovanni giselle gladys glen glenda glenn gloria grace gracie graciela graham grant grayson greg gregory greta greyson
griffin guadalupe gustavo gwen gwendolyn hadley hailey haley hana hank hanna hannah harley harmony harold harper harriet
harris harrison harry harvey hattie hayden hazel heath heather hector heidi helen helena henry herbert herman hilda hillary
holly hope horace howard hudson hugh hugo hunter ian ibrahim ida ignacio ilana iliana imani imogen ines ingrid inez ira irene
iris irma isaac isabel isabela isabella isabelle isaiah isaias isiah isla ismael israel ivan ivana ivy jace jacen jack jackson
jaclyn jacob jada jade jaden jaiden jaina jake jalen jamal james jameson jamie jan jana jane janelle janessa janet janette
janice janie janine jared jasmin jasmine jason jasper javier jay jayce jayda jayden jaydon jayla jaylen jaylin jayson jean
jeanette jeanne jeff jeffrey jena jenna jennifer jeremiah jeremy jermaine jerome jerry jesse jessica jessie jesus jill jillian
jimena jo joan joana joann joanna joanne joaquin jocelyn jodi jody joe joel joelle joey johan johanna john johnny jolene
jon jonah jonas jonathan jordan jordyn jorge jose josefina joseph josephine joshua josiah josie josue journey joy joyce juan
juana juanita judah jude judith judy julia julian juliana julianna julianne julie juliet julieta juliette julio julissa
julius june justice justin justina kade kaden kai kaia kaiden kailyn kaitlin kaitlyn kaleb kali kalia kamila kara karen kari
karim karin karina karl karla karlie karol kasey kassandra kate katelyn katherine kathleen kathryn kathy katia katie katrina
kay kaya kayden kayla kaylee kayleigh kaylin keira keith kelley kelli kellie kelly kelsey kelvin kendall kendra kendrick
kenneth kent kenya kevin khalil kiana kiara kieran kiera kiley kim kimberly kinsley kira kirsten kirk kobe kristen kristin
kristina kristine krystal kurt kyla kyle kylee kyleigh kyler kylie kyra lacey laila lana lance landon landyn lara larissa
larry laura laurel lauren laurie lawrence layla layne lea leah leandra leandro leanna leanne leila leilani lela lena leo leon
leona leonardo leonel leonor leroy lesley leslie lester leticia levi lewis lexi lia liam liana lidia lila lilah lili lilia
lilian liliana lillian lillie lillian lilly lily lina linda lindsay lindsey linus lionel lisa lisette livia liza lizbeth
lloyd logan lois lola lora loren lorena lorenzo loretta lori lorna lorraine louis louisa louise lourdes luca lucas lucia
lucian luciana luciano lucille lucinda lucy luis luisa luka lukas luke luna luz lydia lyla lynda lynette lynn lyric mabel
mackenzie macy maddox madeleine madeline madelyn madison mae maeve maggie maia maisie malachi malcolm malia malik mallory
mandy manuel manuela mara marc marcel marcela marcella marcelo marci marcia marco marcos marcus margaret margarita margot
maria mariah mariam marian mariana marianna marianne maribel marie mariela marilyn marina mario marion maris marisa marisol
marissa maritza marjorie mark marla marlee marlene marley marlon marquis marsha marta martha martin martina marvin mary
maryam mason mateo mathew mathias matias matilda matteo matthew maureen maurice mauricio maverick max maxim maximo maxine
maxwell maya mckenna mckenzie meagan megan mei melanie melinda melissa melody melvin mercedes meredith mia micah michael
michaela micheal michele michelle miguel mikayla mike mila milan milana milena miles milo milton mina mindy minerva minnie
mira miranda mireya miriam misty mitchell moises molly mona monica monique monroe monserrat morgan moses muhammad mya mycah
myles myra myrna nadia nancy naomi natalia natalie natasha nathalia nathalie nathan nathaniel nayeli neal ned neil nelson
nerea nestor nevaeh nia nicholas nick nico nicolas nicole nicolette nina noah noe noel noelia noelle noemi nola nolan nora
norah norma norman nova nyla octavia octavio odin ofelia olga olive oliver olivia omar opal ophelia orion orlando oscar otis
otto owen pablo paige paisley paloma pamela paola paris parker pascual pat patience patricia patrick patsy paul paula pauline
paulina payton pearl pedro peggy penelope penny percy perla perry peter peyton philip phillip phoebe phoenix phyllis pilar
piper porter presley preston priscilla quentin quinn quincy rachel rae rafael rafaela ralph ramiro ramon ramona randall randy
raquel raul raven ray raymond rayna reagan rebecca reed reese regina reid reina remi rena renata rene renee reuben rex reyna
rhea rhett rhonda ricardo richard ricky riley rita river rob robert roberta roberto robin robyn rocio rocky rodney rodolfo
rodrigo rogelio roger roland rolando roman romeo romina ron ronald ronan rosa rosalia rosalie rosalind rosalinda rosario rose
roseanne rosemarie rosemary rosie ross rowan roxana roxanne roy ruben ruby rudy rufus russell ruth ryan ryder ryker rylan
rylee ryleigh sabrina sadie sage sally salma salvador sam samantha samara samir samira samuel sandra sandy santiago santino
sara sarah sarai sasha saul savanna savannah sawyer scarlett scott sean sebastian selena selina selma serena serenity sergio
seth shana shane shania shannon sharon shaun shauna shawn shawna shea sheila shelby sheldon shelly sherri sherry shirley
sidney sienna sierra silas silvia simon simone skye skylar skyler sofia solomon sonia sonja sonya sophia sophie spencer
stacey stacy stanley stefan stella stephanie stephen sterling steve steven stuart sue summer susan susana susanna suzanne
sven sydney sylvia tabitha talia tamara tami tammy tania tanner tanya tara taryn tasha tate tatiana tatum taylor ted teodora
teresa teresita teri terrance terrence terri terry tess tessa thalia thea theo theodora theodore theresa thomas tia tiana
tiffany tim timothy tina tobias todd tom tomas tommy toni tony tonya tracy travis trent trenton trevor tricia trinity tristan
tristen troy trudy tucker tyler tyra tyrone tyson ulises uriel ursula valentin valentina valentino valeria valerie van vanessa
vera verna vernon veronica vicente victor victoria vincent vincente viola violet violeta virginia vivian viviana vivienne wade
walker wallace walter wanda warren waylon wayne wendy wesley weston whitney wilbur will willa willard william willie willow
wilma wilson winifred winston wyatt xander xavier ximena yadira yahir yasmin yasmine yesenia yolanda yvette yvonne zachary
zack zahra zander zane zara zaria zayden zayn zion zoe zoey`.split(/\s+/),
);

/** Whether a given name, folded, is on the list of names; what is not may be rare, or a slip. */
export function isKnownName(name: string): boolean {
  return names.has(name) || isListedForm(name);
}
