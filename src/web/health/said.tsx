/** A sentence with what is typed or entered as it stands, between backticks, in the letters of a machine. */
export function Said({ words }: { readonly words: string }) {
  return words.split(/`([^`]+)`/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // A command is written from left to right in every language.
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change their places
      <code key={index} dir="ltr">
        {part}
      </code>
    ),
  );
}
