import { initialsOf, useVeiled } from '../app/privacy.ts';

/** A patient's name: apart from the direction of the text around it, and as initials behind the privacy eye. */
export function PatientName({ name }: { readonly name: string }) {
  const veiled = useVeiled();
  return <bdi className="name">{veiled ? initialsOf(name) : name}</bdi>;
}

/** Anything else that a person wrote or said. */
export function Note({ children, lang }: { readonly children: string; readonly lang?: string }) {
  return (
    <bdi className="note" {...(lang === undefined ? {} : { lang })}>
      {children}
    </bdi>
  );
}
