// Keywords whose value is a schema, a list of schemas, or a map of schemas.
const single = new Set(["items", "not", "condition", "then_schema", "else_schema"]);
const lists = new Set(["all_of", "any_of", "one_of", "if_then_else"]);
const maps = new Set(["properties", "definitions", "pattern_properties"]);

// Keywords kept as they are.
const plain = new Set([
  "additional_properties", "conditional_create_only_properties", "const", "create_only_properties",
  "dependent_excluded", "enum", "max_items", "max_length", "maximum", "min_items", "min_length",
  "min_properties", "minimum", "multiple_of", "not_enum", "pattern", "primary_identifier",
  "read_only_properties", "ref_name", "required", "required_or", "required_xor", "type",
  "unique_items", "write_only_properties",
]);

// Keywords left out: prose, and formats such as AWS::IAM::Role.Arn, which tell the
// validator where a reference may point to and do not constrain a literal.
const dropped = new Set(["description", "format", "source_url", "type_name"]);

// trim returns a registry schema without what the checker has no use for, and
// throws on a keyword that nobody has decided about.
//
// The validator's build has lost the content of some conditions, leaving {}. An
// alternative or a condition that is {} says nothing, and taken at its word it
// would say something wrong (a condition that always holds), so it goes.
export function trim(where, schema, conditional = false) {
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    const at = `${where}/${key}`;
    if (dropped.has(key)) continue;
    else if (plain.has(key)) out[key] = value;
    else if (single.has(key)) out[key] = trim(at, value, conditional || key !== "items");
    else if (maps.has(key)) out[key] = trimMap(at, value, conditional);
    else if (lists.has(key)) out[key] = value.map((v) => trim(at, v, true));
    else throw new Error(`unknown keyword ${at}: teach internal/cfnschema what it means, then list it in trim.mjs`);
  }
  return withoutEmpty(out);
}

function trimMap(where, map, conditional) {
  const out = {};
  for (const [name, schema] of Object.entries(map)) {
    const trimmed = trim(`${where}/${name}`, schema, conditional);
    // Outside conditions the name alone counts: it is a property that exists.
    if (!conditional || !isEmpty(trimmed)) out[name] = trimmed;
  }
  return out;
}

function withoutEmpty(schema) {
  const out = { ...schema };
  if (out.if_then_else) {
    out.if_then_else = out.if_then_else.filter((c) => c.condition && (c.then_schema || c.else_schema));
  }
  if (out.all_of) out.all_of = out.all_of.filter((s) => !isEmpty(s));
  for (const key of ["any_of", "one_of"]) {
    if (out[key]?.some(isEmpty)) delete out[key];
  }
  for (const key of [...single, ...lists, ...maps]) {
    if (out[key] && isEmpty(out[key])) delete out[key];
  }
  if (out.required?.length === 0) delete out.required;
  return out;
}

function isEmpty(value) {
  return Object.keys(value).length === 0;
}
