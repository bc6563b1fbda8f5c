/**
 * The types of validators and critics as a program writes them, inferred from the schemas of their options. Names
 * and options that do not exist are errors of the compiler.
 */
import type * as z from 'zod'
import type { criticsByName } from '../../critics/index.ts'
import type { instructions } from '../../validators/ifeval/index.ts'
import type { validatorsByName } from '../../validators/index.ts'
import type { VALIDATION_SEVERITIES } from '../../core/types.ts'
import type { CriticPlugin, Plugin, ValidatorPlugin } from '../../plugins/define.ts'

/** The options of validators or critics by their names. */
type OptionsByName = object

type Schemas<Definitions> = {
  readonly [Name in keyof Definitions]: Definitions[Name] extends { readonly options: infer Schema }
    ? Schema
    : never
}
type InstructionSchemas = {
  readonly [Each in (typeof instructions)[number] as Each['name']]: Each['options']
}
type Inputs<SchemasByName> = {
  readonly [Name in keyof SchemasByName]: SchemasByName[Name] extends z.ZodType
    ? z.input<SchemasByName[Name]>
    : object
}

type BuiltInValidators = Inputs<Schemas<typeof validatorsByName> & InstructionSchemas>
type BuiltInCritics = Inputs<Schemas<typeof criticsByName>>

/** The options of those plugins whose names the compiler knows. */
type PluginInputs<Plugins extends readonly unknown[], Kind extends Plugin> = {
  readonly [Each in Plugins[number] as Each extends Kind ? LiteralName<Each['name']> : never]: Each extends {
    readonly options?: infer Schema
  }
    ? Exclude<Schema, undefined> extends z.ZodType
      ? z.input<Exclude<Schema, undefined>>
      : object
    : object
}
type LiteralName<Name extends string> = string extends Name ? never : Name

/** A value that is filled in for each prompt: a text that contains `{{field}}`. */
type Field = `${string}{{${string}}}${string}`

/** What can be written for an option: its value, with fields of the prompt anywhere in it. */
type Written<Value> = unknown extends Value
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Written<Item>[] | Field
    : Value extends object
      ? { readonly [Key in keyof Value]: Written<Value[Key]> }
      : Value extends undefined
        ? undefined
        : Value | Field

/** A name with its options; the option `validators` contains rules itself. */
type Named<Name, Options, Plugins extends readonly unknown[], Declared extends OptionsByName> = {
  readonly name: Name
} & {
  readonly [Option in keyof Options]: Option extends 'validators'
    ? ValidatorRule<Plugins, Declared> | readonly ValidatorRule<Plugins, Declared>[]
    : Written<Options[Option]>
}

type AnyNamed<Inputs, Plugins extends readonly unknown[], Declared extends OptionsByName> = {
  readonly [Name in keyof Inputs & string]: Named<Name, Inputs[Name], Plugins, Declared>
}[keyof Inputs & string]

interface CommonValidatorOptions {
  /** A warning is reported, but does not reject the text; default: error. */
  readonly severity?: (typeof VALIDATION_SEVERITIES)[number] | undefined
}

/**
 * A validator: its name, a spec such as `length:max=300,unit=words`, or its name with options. `Plugins` are those that
 * are passed as values; `Declared` has the options of those that are loaded from files.
 */
export type ValidatorRule<Plugins extends readonly unknown[] = [], Declared extends OptionsByName = object> =
  | string
  | (CommonValidatorOptions &
      AnyNamed<BuiltInValidators & PluginInputs<Plugins, ValidatorPlugin> & Declared, Plugins, Declared>)

/** A critic: its name, a spec such as `reflexion=sim:writer`, or its name with options. */
export type CriticRule<Plugins extends readonly unknown[] = [], Declared extends OptionsByName = object> =
  string | AnyNamed<BuiltInCritics & PluginInputs<Plugins, CriticPlugin> & Declared, Plugins, Declared>
