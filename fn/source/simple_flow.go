package source

// flow reads the collection in brackets at i, which ends on its line. Words in
// it are those that need no quotes anywhere.
func (s *simple) flow(i int) *Node {
	if s.depth++; s.depth > min(maxSimpleDepth, s.unit.limits.Depth) {
		return nil
	}
	defer func() { s.depth-- }()
	if s.text[i] == '{' {
		return s.flowMapping(i)
	}
	return s.flowSequence(i)
}

func (s *simple) flowMapping(i int) *Node {
	n := s.collection(Mapping, Flow, i)
	first := len(s.open.pairs)
	for i = s.skipSpaces(i + 1); s.byteAt(i) != '}' || len(s.open.pairs) > first; {
		if i >= len(s.text) {
			return nil
		}
		key, colon := s.key(i)
		if key == nil {
			return nil
		}
		value := s.flowValue(s.skipSpaces(colon + 1))
		if value == nil {
			return nil
		}
		s.pair(n, first, key, colon, value)
		if i = s.separator(value.end(), '}'); i < 0 {
			return nil
		}
		if s.text[i] == '}' {
			break
		}
		i = s.skipSpaces(i + 1)
	}
	n.off.end = int32(i + 1)
	s.closePairs(n, first)
	return n
}

func (s *simple) flowSequence(i int) *Node {
	n := s.collection(Sequence, Flow, i)
	first := len(s.open.items)
	for i = s.skipSpaces(i + 1); s.byteAt(i) != ']' || len(s.open.items) > first; {
		item := s.flowValue(i)
		if item == nil {
			return nil
		}
		s.addItem(n, first, item)
		if i = s.separator(item.end(), ']'); i < 0 {
			return nil
		}
		if s.text[i] == ']' {
			break
		}
		i = s.skipSpaces(i + 1)
	}
	n.off.end = int32(i + 1)
	s.closeItems(n, first)
	return n
}

// flowValue reads a value inside brackets.
func (s *simple) flowValue(i int) *Node {
	switch b := s.byteAt(i); {
	case b == '"' || b == '\'':
		if end := s.quoteEnd(i); end >= 0 {
			return s.quoted(i, end)
		}
	case b == '[' || b == '{':
		return s.flow(i)
	case isWordStart(b) || b == '-' && isWordStart(s.byteAt(i+1)):
		end := i + 1
		for isWord(s.byteAt(end)) {
			end++
		}
		return s.word(i, end)
	}
	return nil
}

// separator returns the offset of the comma or the closing bracket behind a
// value, or -1 where something else is there.
func (s *simple) separator(i int, bracket byte) int {
	i = s.skipSpaces(i)
	if b := s.byteAt(i); b == ',' || b == bracket {
		return i
	}
	return -1
}

func (s *simple) skipSpaces(i int) int {
	for s.byteAt(i) == ' ' {
		i++
	}
	return i
}

// byteAt returns the byte at i; 0 at the end.
func (s *simple) byteAt(i int) byte {
	if i < len(s.text) {
		return s.text[i]
	}
	return 0
}
