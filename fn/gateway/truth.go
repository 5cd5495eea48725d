package gateway

// Truth is an answer that the input may not suffice to give.
type Truth uint8

// The answers. Unsure is the zero value.
const (
	Unsure Truth = iota
	Yes
	No
)

func (t Truth) String() string { return [...]string{"unsure", "yes", "no"}[t] }

func truth(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// Gap is why a question cannot be answered, as a phrase that goes on from "not
// judged: ". It is empty where there is an answer.
type Gap string

// The gaps.
const (
	NotInInput     Gap = "nothing of that kind and namespace is in the input"
	AssumedThere   Gap = "the configuration says that it exists elsewhere"
	Placeholder    Gap = "a placeholder stands in for it"
	SpaceUnknown   Gap = "its namespace is not known"
	LabelsUnknown  Gap = "the labels of a namespace are not known"
	SeveralSuch    Gap = "several objects of the input may be meant"
	ChangedByPatch Gap = "a patch changes what it refers to"
	MadeByOthers   Gap = "something in the input may create it"
	UnknownKind    Gap = "what it refers to is of a kind that Gatefix does not know"
	UnknownValue   Gap = "a protocol or another setting is not one of the Gateway API's"
)
