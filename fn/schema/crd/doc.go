// Package crd validates objects by CustomResourceDefinitions that a user
// supplies, as the API server does when it creates them.
//
// The work is done by the API server's own code: structural schemas, pruning,
// list types, OpenAPI validation, the types, values and functions of CEL. Only
// what binds them together is written here, because the packages that do so
// upstream bring a metrics registry along whose initialisation would more than
// double the time every command takes to start. The tests hold the outcome
// against those packages.
//
// It goes through the steps of a create request:
//
//  1. the YAML becomes JSON as kubectl makes it ([value] of a node);
//  2. fields that the schema does not know are pruned: [schema.UnknownField];
//  3. nulls that are not allowed are dropped, defaults are filled in;
//  4. types, required fields, enums, bounds, patterns and formats are checked;
//  5. lists of type set and map are checked for items that are not unique;
//  6. x-kubernetes-validations are evaluated, with the limits of cost that the
//     API server has. Rules about a change need an old object and are left out.
//
// The API server skips step 6 altogether where step 4 found something grave.
// Here only the rules that look at the value at fault are skipped, since the
// others would fail as soon as that is repaired.
//
// Schemas are compiled when the first object of their kind comes by, and a CEL
// rule when the first value it applies to does. Values with placeholders are
// not judged, nor are rules that fail on a value with one somewhere below it.
package crd
