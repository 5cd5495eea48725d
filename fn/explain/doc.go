// Package explain knows what messages mean: conditions in a status, answers of
// the API server, log lines of the controller and the proxy, complaints of
// kustomize, kpt and Helm. For each it tells the cause, how to check it, the
// repair, and the rules that find it before it happens.
//
// What is known stands in topics/<area>/<name>.md, one file a topic. The name
// of the file is the name of the topic; adding a topic is adding a file:
//
//	# What it is, in one line
//
//	## Messages
//
//	- `backendRef <name> not found`
//
//	## Cause
//	## Check
//	## Repair
//
//	## Rules
//
//	- dangling-backend-ref
//
//	## See also
//
//	- <https://…>
//
// Messages, Rules and See also may be left out. In a message, <…> stands for a
// name or a value and … for any text; only words count, not their case nor
// what stands between them. A message in parentheses tells little: it counts
// only where no other is found in the same condition, or in the text if that is
// no status. `(reason: Pending)` also answers the word Pending by itself, and no
// other text that holds it. Paragraphs and list items may be wrapped; commands
// stand in fences.
package explain
