/** The password of an address. It may contain `@`, `/`, `?` and `#`, although an address with the last three is invalid. */
const PASSWORD = /^([a-z][a-z\d+.-]*:\/\/[^\s/?#@:]*):(?!\d+(?:[/?#]|$))(.*)@/is

/** The password as it is written in the address. */
export const passwordIn = (address: string): string | undefined => PASSWORD.exec(address)?.[2]

/** The address without its password, as a part of it or as a parameter. */
export const withoutPassword = (address: string): string =>
  address.replace(PASSWORD, '$1@').replace(/(?<=[?&]\w*(?:password|passwd|pwd)=)[^&#]+/gi, '***')

/** What is wrong with an address that cannot be parsed; undefined if its password is not the reason. */
export const faultOfPassword = (address: string): string | undefined =>
  passwordIn(address) === undefined || URL.canParse(address)
    ? undefined
    : 'must be an address with the characters / ? # and % of its password written as %2F, %3F, %23 and %25'
