use super::*;

fn lemma(form: &str, upos: Upos, xpos: Xpos) -> String {
    let mut out = String::from("before ");
    lemmatise(form, upos, xpos, &mut out);
    out.strip_prefix("before ").expect("what was there stays").to_owned()
}

fn check(upos: Upos, xpos: Xpos, pairs: &str) {
    for pair in pairs.split_whitespace() {
        let (form, expected) = pair.split_once('>').expect("form>lemma");
        assert_eq!(lemma(form, upos, xpos), expected, "{form} {xpos}");
    }
}

#[test]
fn verbs_of_the_news() {
    check(
        Upos::Verb,
        Xpos::Vbd,
        "condemned>condemn accused>accuse planned>plan panicked>panic vetoed>veto died>die denied>deny said>say \
         agreed>agree urged>urge struck>strike expelled>expel killed>kill controlled>control travelled>travel \
         visited>visit invited>invite negotiated>negotiate treated>treat created>create arrested>arrest fled>flee \
         referred>refer offered>offer admitted>admit committed>commit voted>vote boycotted>boycott threatened>threaten \
         warned>warn pledged>pledge alleged>allege challenged>challenge hanged>hang belonged>belong plunged>plunge \
         seized>seize used>use passed>pass increased>increase focused>focus imposed>impose sanctioned>sanction \
         postponed>postpone abandoned>abandon monitored>monitor ignored>ignore declared>declare appeared>appear \
         captured>capture injured>injure fired>fire repaired>repair handled>handle hurled>hurl compiled>compile \
         failed>fail ruled>rule hauled>haul signed>sign joined>join defined>define explained>explain cut>cut \
         marched>march reached>reach freed>free exploded>explode raided>raid invaded>invade headed>head provided>provide \
         succeeded>succeed conceded>concede included>include provoked>provoke attacked>attack soaked>soak resumed>resume \
         welcomed>welcome escaped>escape developed>develop kidnapped>kidnap dropped>drop stopped>stop described>describe \
         bombed>bomb climbed>climb staffed>staff added>add erred>err rebelled>rebel installed>install poured>pour \
         acquired>acquire argued>argue rescued>rescue criticised>criticise criticized>criticize analysed>analyse",
    );
}

#[test]
fn other_verb_forms() {
    check(
        Upos::Verb,
        Xpos::Vbg,
        "agreeing>agree dying>die lying>lie making>make stopping>stop bringing>bring hanging>hang changing>change \
         writing>write sitting>sit seeing>see vying>vie charging>charge leaving>leave telling>tell targeting>target \
         meeting>meet visiting>visit firing>fire trafficking>traffic using>use",
    );
    check(
        Upos::Verb,
        Xpos::Vbz,
        "condemns>condemn vetoes>veto denies>deny dies>die passes>pass says>say accuses>accuse",
    );
    check(Upos::Verb, Xpos::Vbn, "shot>shoot written>write taken>take held>hold beaten>beat banned>ban");
    check(Upos::Aux, Xpos::Vbz, "is>be 's>be ’s>be has>have does>do");
    check(Upos::Aux, Xpos::Md, "ca>can wo>will 'll>will 'd>would Could>could");
}

#[test]
fn nouns_and_the_rest() {
    check(
        Upos::Noun,
        Xpos::Nns,
        "troops>troop policies>policy ministries>ministry gunmen>gunman people>person lives>life countries>country \
         viruses>virus crises>crisis causes>cause houses>house heroes>hero churches>church NGOs>NGO analyses>analysis \
         authorities>authority leaves>leaf wives>wife moves>move women>woman buses>bus jihadis>jihadi taxis>taxi Fighters>fighter",
    );
    check(
        Upos::Propn,
        Xpos::Nnps,
        "Nations>Nation Philippines>Philippines Palestinians>Palestinian Iraqis>Iraqi Houthis>Houthi",
    );
    check(Upos::Propn, Xpos::Nnp, "SEOUL>SEOUL Paris>Paris");
    check(Upos::Adj, Xpos::Jjr, "larger>large easier>easy bigger>big better>good stronger>strong newer>new");
    check(Upos::Adj, Xpos::Jjs, "latest>late deadliest>deadly greatest>great highest>high");
    check(Upos::Adj, Xpos::Jj, "Syrian>Syrian Foreign>foreign American>American");
    check(Upos::Pron, Xpos::Prp, "him>he them>they I>I It>it");
    check(Upos::Pron, Xpos::PrpDollar, "Their>their his>his");
    check(Upos::Part, Xpos::Rb, "n't>not n’t>not NOT>not");
    check(Upos::Part, Xpos::Pos, "’s>'s '>'s ’>'s");
    check(Upos::Num, Xpos::Cd, "1,000.5>1000.5 Two>two");
}
