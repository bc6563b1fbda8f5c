/** Finds the schemas that references point to. */
import { ConfigError } from '../../../core/errors.ts'
import { draftOf, isSchema, subschemasOf, type SchemaDraft } from './keywords.ts'
import { isJsonObject, type JsonObject } from '../../../util/json/object.ts'
import { decodePercent } from '../../../util/text/decode-percent.ts'

/** A schema with its own address: the whole schema, or a part of it that has an `$id`. */
export interface Resource {
  readonly uri: string
  readonly draft: SchemaDraft
  readonly root: unknown
  /** Schemas by the name of their `$anchor`. */
  readonly anchors: Map<string, unknown>
  /** Schemas by the name of their `$dynamicAnchor`. */
  readonly dynamicAnchors: Map<string, unknown>
}

export interface Place {
  readonly schema: unknown
  readonly resource: Resource
}

export interface ReferenceTarget extends Place {
  /** The name of the `$dynamicAnchor` that the reference names. */
  readonly dynamicAnchor?: string | undefined
}

export interface SchemaResources {
  readonly root: Place
  /** Whether a keyword needs to know which properties and items others have evaluated. */
  readonly hasUnevaluated: boolean
  /** Throws an error if the reference points to nothing. */
  resolve(reference: string, from: Resource): ReferenceTarget
  /** The resource of a schema that is part of `parent`. */
  resourceOf(schema: unknown, parent: Resource): Resource
}

/** The address of a schema that has none. */
const NO_ADDRESS = 'schema:/'

export function indexSchema(schema: unknown, draft: SchemaDraft): SchemaResources {
  const byUri = new Map<string, Resource>()
  const bySchema = new Map<unknown, Resource>()
  let hasUnevaluated = false

  function add(part: unknown, parent: Resource | undefined, draftAround: SchemaDraft): Resource | undefined {
    if (!isJsonObject(part)) return parent
    const draftHere = draftOf(part['$schema'], draftAround) ?? draftAround
    const [uri = '', anchor] = addressOf(part, draftHere).split('#')
    let resource = parent
    if (!parent || uri !== '') {
      resource = {
        uri: withoutFragment(resolveUri(uri, parent?.uri ?? NO_ADDRESS)),
        draft: draftHere,
        root: part,
        anchors: new Map(),
        dynamicAnchors: new Map(),
      }
      byUri.set(resource.uri, resource)
    }
    if (!resource) return parent
    bySchema.set(part, resource)
    if (anchor) resource.anchors.set(anchor, part)
    if (draftHere >= 2019) addAnchors(part, resource)
    hasUnevaluated ||= 'unevaluatedItems' in part || 'unevaluatedProperties' in part
    for (const [, subschema] of subschemasOf(part, draftHere)) add(subschema, resource, draftHere)
    return resource
  }

  const rootResource = add(isJsonObject(schema) ? schema : { allOf: [schema] }, undefined, draft)
  if (!rootResource) throw new Error('unreachable: an object has a resource')

  function follow(pointer: string, resource: Resource): Place | undefined {
    let place: Place = { schema: resource.root, resource }
    for (const escaped of pointer.split('/').slice(1)) {
      const key = escaped.replace(/~1/g, '/').replace(/~0/g, '~')
      if (!Object.hasOwn(Object(place.schema), key)) return undefined
      const part: unknown = Object(place.schema)[key]
      place = { schema: part, resource: bySchema.get(part) ?? place.resource }
    }
    if (!isSchema(place.schema)) return undefined
    // A reference may point into an unknown keyword, which the index does not contain yet.
    if (isJsonObject(place.schema) && !bySchema.has(place.schema))
      add(place.schema, place.resource, place.resource.draft)
    return { schema: place.schema, resource: bySchema.get(place.schema) ?? place.resource }
  }

  return {
    root: { schema: rootResource.root, resource: rootResource },
    get hasUnevaluated() {
      return hasUnevaluated
    },
    resourceOf: (part, parent) => bySchema.get(part) ?? parent,
    resolve(reference, from) {
      const [uri = '', fragment = ''] = resolveUri(reference, from.uri).split('#')
      const resource = byUri.get(uri) ?? metaschema(uri)
      const name = decodePercent(fragment)
      const place = resource && (name === '' || name.startsWith('/')) ? follow(name, resource) : undefined
      if (place) return place
      const schemaOfName = resource?.dynamicAnchors.get(name) ?? resource?.anchors.get(name)
      if (!resource)
        throw new ConfigError(
          `"$ref": "${reference}" names another document, which is not read`,
          'copy that schema into this one, below "$defs", and refer to "#/$defs/NAME"',
        )
      if (schemaOfName === undefined)
        throw new ConfigError(`"$ref": "${reference}" names no part of the schema`, 'check the name')
      const dynamicAnchor = resource.dynamicAnchors.has(name) ? name : undefined
      return { schema: schemaOfName, resource: bySchema.get(schemaOfName) ?? resource, dynamicAnchor }
    },
  }
}

/** In drafts up to 7, a schema with a `$ref` consists of it alone. */
export const hasOnlyReference = (schema: JsonObject, draft: SchemaDraft): boolean =>
  draft <= 7 && typeof schema['$ref'] === 'string'

function addressOf(schema: JsonObject, draft: SchemaDraft): string {
  const id = hasOnlyReference(schema, draft) ? undefined : schema[draft === 4 ? 'id' : '$id']
  return typeof id === 'string' ? id : ''
}

function addAnchors(schema: JsonObject, { anchors, dynamicAnchors }: Resource): void {
  const { $anchor, $dynamicAnchor } = schema
  if (typeof $anchor === 'string') anchors.set($anchor, schema)
  if (typeof $dynamicAnchor === 'string') dynamicAnchors.set($dynamicAnchor, schema)
}

/** A reference to a draft's own schema: it describes the schemas of this draft. */
function metaschema(uri: string): Resource | undefined {
  const draft = /^https?:\/\/json-schema\.org\/draft[-/][\d-]+\/schema$/.test(uri)
    ? draftOf(uri, 2020)
    : undefined
  if (draft === undefined) return undefined
  return { uri, draft, root: { [IS_SCHEMA]: draft }, anchors: new Map(), dynamicAnchors: new Map() }
}

/** The only key of the built-in schema that describes schemas; its value is the draft. No JSON text can contain it. */
export const IS_SCHEMA = Symbol('is a schema')

/** An address that cannot be resolved stays as it is, so that a reference with the same text still finds it. */
function resolveUri(reference: string, base: string): string {
  if (reference.startsWith('#')) return withoutFragment(base) + reference
  try {
    return new URL(reference, base).href
  } catch {
    return reference
  }
}

const withoutFragment = (uri: string): string => uri.replace(/#.*$/, '')
