// Package processor is Gatefix for programs that are built with the KRM
// functions SDK: one ResourceListProcessor, to run by itself or in a chain.
//
// It is a package of its own so that the command does not carry the SDK. What
// it finds and repairs is what package krm finds and repairs: both run the same
// code. Only what the SDK does before and after differs: it sorts items, writes
// YAML anew, and rejects a list whose items or functionConfig are null.
package processor

import (
	"errors"
	"fmt"
	"time"

	"github.com/kptdev/krm-functions-sdk/go/fn"

	"github.com/gatefix/gatefix/fn/krm"
)

// New returns Gatefix as a processor. It reports false where an error stands
// at or above failOn; the results tell which. The results of processors that
// ran before it in a chain are kept.
func New() fn.ResourceListProcessor { return fn.ResourceListProcessorFunc(process) }

func process(rl *fn.ResourceList) (ok bool, err error) {
	// The SDK panics on an alias in an object.
	defer func() {
		if r := recover(); r != nil {
			ok, err = false, fmt.Errorf("gatefix: the list cannot be read: %v", r)
		}
	}()
	earlier := rl.Results
	rl.Sort()
	input, err := (&fn.ResourceList{Items: rl.Items, FunctionConfig: rl.FunctionConfig}).ToYAML()
	if err != nil {
		return false, err
	}
	output, exit, notes := krm.Process(input, krm.Env{Now: time.Now()})
	done, err := fn.ParseResourceList(output)
	if err != nil {
		return false, fmt.Errorf("gatefix: %w", err)
	}
	if len(done.Items) < len(rl.Items) {
		return false, errors.New("gatefix: " + notes)
	}
	// Objects that a repair adds stand behind the others.
	rl.Items, done.Items = append(rl.Items, done.Items[len(rl.Items):]...), done.Items[:len(rl.Items)]
	for i, item := range done.Items {
		// An object that did not change stays the one that others hold.
		if rl.Items[i].String() != item.String() {
			rl.Items[i] = item
		}
	}
	rl.Results = append(earlier, done.Results...)
	return exit == 0, nil
}
