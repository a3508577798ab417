-- The list of all patients in the order of a card index: without case, and with the accents of Latin names beside their
-- letters. The database's own order (C.UTF-8) would put Álvarez behind Zuniga.
create function card_index_name(family_name text, given_name text, full_name text) returns text
language sql immutable parallel safe as $$
  select translate(
    lower(case when family_name = '' and given_name = '' then full_name else family_name || ' ' || given_name end),
    'áàâäãåāąçćčďéèêëēęěğíìîïīįłñńňóòôöõøōřśšşťúùûüūůýÿźżž',
    'aaaaaaaacccdeeeeeeegiiiiiilnnnooooooorssstuuuuuuyyzzz')
$$;
create index patient_card_index on patient (practice_id, card_index_name(family_name, given_name, full_name), id);
