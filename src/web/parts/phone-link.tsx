/** A telephone number that one press calls; it reads from left to right in every language, and blurs with the eye. */
export function PhoneLink({
  number,
  className = '',
}: {
  readonly number: string;
  readonly className?: string;
}) {
  return (
    <a className={`note ${className}`.trim()} href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}>
      <bdi dir="ltr">{number}</bdi>
    </a>
  );
}
