package rules

import "github.com/gatefix/gatefix/fn/lint"

// All is every rule, sorted by name.
var All = []*lint.Rule{
	backendRefKind,
	badPattern,
	chartRegistry,
	constraint,
	corsMaxAge,
	corsOriginObject,
	corsPreflightUnroutable,
	corsUnknownField,
	corsValue,
	danglingBackendRef,
	danglingParentRef,
	danglingPolicyTarget,
	duplicateProviderName,
	enumCase,
	filterAtWrongLevel,
	gatewayNameCollision,
	gatewayVersion,
	getOnlyLLMRoute,
	helmValueIgnored,
	hostWithScheme,
	hostnameMismatch,
	immutableSelector,
	inlineSecret,
	invalidCEL,
	legacyBackendShape,
	listenerSetNotAllowed,
	mcpSelectorWithoutAppProtocol,
	misplacedMCPField,
	misplacedProviderField,
	missingField,
	missingReferenceGrant,
	notAllowedByListener,
	nullProvider,
	outOfRange,
	plaintext443,
	policiesUnderProvider,
	policyFieldOutsideSection,
	policySectionMismatch,
	policyTarget,
	reservedPort,
	secretWithoutAuthorizationKey,
	sectionMismatch,
	servicePortMismatch,
	shadowedPolicy,
	shadowedRoute,
	unknownField,
	unknownGatewayClass,
	unknownKind,
	unreachableDevHost,
	unstrippedLLMPrefix,
	versionInGroup,
	wrongType,
}

// retired are names that rules had once. A name is never used again: people
// have it in their configuration and in their search history.
var retired = map[string]string{}

// Names returns the names of all rules.
func Names() []string {
	names := make([]string, len(All))
	for i, r := range All {
		names[i] = r.Name
	}
	return names
}

// Find returns the rule of that name, or nil.
func Find(name string) *lint.Rule {
	for _, r := range All {
		if r.Name == name {
			return r
		}
	}
	return nil
}
