-- The list of all patients in the order of a card index: without case, and with the accents of Latin names beside their
-- letters. The database's own order (C.UTF-8) would put Álvarez behind Zuniga. patients/queries/list-patients.ts orders
-- by the same expression.
create index patient_card_index on patient (
  practice_id,
  translate(
    lower(case when family_name = '' and given_name = '' then full_name else family_name || ' ' || given_name end),
    'áàâäãåāąçćčďéèêëēęěğíìîïīįłñńňóòôöõøōřśšşťúùûüūůýÿźżž',
    'aaaaaaaacccdeeeeeeegiiiiiilnnnooooooorssstuuuuuuyyzzz'
  ),
  id
);
