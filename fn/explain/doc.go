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
// what stands between them. `reason: Pending` is for a reason whose word means
// little elsewhere: it is explained alone, or behind the word "reason", and
// only where nothing else in the same condition is known. Paragraphs and list
// items may be wrapped; commands stand in fences.
package explain
