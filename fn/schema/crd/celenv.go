package crd

import (
	"fmt"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/ext"
	"github.com/google/cel-go/interpreter"
	limits "k8s.io/apiserver/pkg/apis/cel"
	apiservercel "k8s.io/apiserver/pkg/cel"
	"k8s.io/apiserver/pkg/cel/library"
)

// The variables of a rule.
const (
	selfName    = "self"
	oldSelfName = "oldSelf"
)

// baseEnv is what every rule may use: the functions and the limits of the API
// server, of all its versions, as it offers them to the rules of CRDs that are
// stored already.
// https://kubernetes.io/docs/reference/using-api/cel/
//
// It is written out since k8s.io/apiserver/pkg/cel/environment, which has the
// same list, brings a metrics registry along.
var baseEnv = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewCustomEnv(
		cel.StdLib(),
		cel.HomogeneousAggregateLiterals(), cel.EagerlyValidateDeclarations(true), cel.DefaultUTCTimeZone(true),
		cel.CrossTypeNumericComparisons(true), cel.OptionalTypes(),
		library.URLs(), library.Regex(), library.Lists(library.ListsVersion(1)), library.Authz(), library.AuthzSelectors(), library.Quantity(),
		library.IP(), library.CIDR(), library.Format(), library.SemverLib(library.SemverVersion(1)),
		ext.Strings(ext.StringsVersion(2)), ext.Sets(), ext.TwoVarComprehensions(), ext.Lists(ext.ListsVersion(3)),
		cel.ASTValidators(cel.ValidateDurationLiterals(), cel.ValidateTimestampLiterals(), cel.ValidateRegexLiterals(), cel.ValidateHomogeneousAggregateLiterals()),
		cel.CostEstimatorOptions(checker.PresenceTestHasCost(false)),
		cel.Lib(programs{}),
	)
})

// programs are the limits of programs.
type programs struct{}

func (programs) CompileOptions() []cel.EnvOption { return nil }

func (programs) ProgramOptions() []cel.ProgramOption {
	return []cel.ProgramOption{
		cel.EvalOptions(cel.OptOptimize, cel.OptTrackCost),
		cel.CostLimit(limits.PerCallLimit),
		cel.CostTrackerOptions(interpreter.PresenceTestHasCost(false)),
		cel.CostTracking(&library.CostEstimator{}),
		cel.InterruptCheckFrequency(limits.CheckFrequency),
	}
}

// ruleEnv is the environment of the rules about values of a type. With
// optional, oldSelf is an optional value.
func ruleEnv(t *apiservercel.DeclType, optional bool) (*cel.Env, error) {
	base, err := baseEnv()
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, fmt.Errorf("values of this schema have no type in CEL")
	}
	t = t.MaybeAssignTypeName("selfType") // "self" would hide the fields of the variable
	provider := apiservercel.NewDeclTypeProvider(t)
	provider.SetRecognizeKeywordAsFieldName(true)
	options, err := provider.EnvOptions(base.CELTypeProvider())
	if err != nil {
		return nil, err
	}
	old := t.CelType()
	if optional {
		old = types.NewOptionalType(old)
	}
	return base.Extend(append(options, cel.Variable(selfName, t.CelType()), cel.Variable(oldSelfName, old))...)
}

// program is a compiled expression.
type program struct {
	cel.Program
	usesOldSelf bool
}

// compileExpr compiles an expression that results in a value of type out.
func compileExpr(env *cel.Env, text string, out *cel.Type) (*program, error) {
	ast, issues := env.Compile(text)
	if issues != nil && issues.Err() != nil {
		return nil, issues.Err()
	}
	if ast.OutputType() != out {
		return nil, fmt.Errorf("the rule does not result in a %s", out)
	}
	p, err := env.Program(ast)
	if err != nil {
		return nil, err
	}
	used := false
	for _, ref := range ast.NativeRep().ReferenceMap() {
		used = used || ref.Name == oldSelfName
	}
	return &program{p, used}, nil
}
