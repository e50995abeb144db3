import Testing

/// Expects that a run failed with one sentence on standard error and nothing on standard output.
func expectFailure(
  _ run: CommandRun,
  lines: Int = 0,
  _ texts: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(run.status == 1, "\(run)", sourceLocation: sourceLocation)
  #expect(run.output.isEmpty, "\(run)", sourceLocation: sourceLocation)
  #expect(run.errors.hasSuffix("\n"), "\(run)", sourceLocation: sourceLocation)
  #expect(run.errorLines.count == 1, "\(run)", sourceLocation: sourceLocation)
  // A list of files may follow, indented.
  let others = run.errorsByLine.filter {
    !$0.hasPrefix("error: ") && !$0.hasPrefix("warning: ") && !$0.hasPrefix("model: ")
      && !$0.hasPrefix("patterns: ")
  }
  let listed = others.filter { $0.hasPrefix("  ") }
  #expect(listed.count == lines && others.count == lines, "\(run)", sourceLocation: sourceLocation)
  for text in texts {
    #expect(run.errorLines.first?.contains(text) == true, "\(run)", sourceLocation: sourceLocation)
  }
}

/// Expects that a command line was refused with one sentence and the usage of the command.
func expectUsageError(_ run: CommandRun, _ texts: String..., sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(run.status == 64 && run.output.isEmpty, "\(run)", sourceLocation: sourceLocation)
  #expect(run.errors.hasPrefix("error: ") && run.errorLines.count == 1, "\(run)", sourceLocation: sourceLocation)
  #expect(run.errors.contains("Usage: ednet"), "\(run)", sourceLocation: sourceLocation)
  for text in texts { #expect(run.errors.contains(text), "\(run)", sourceLocation: sourceLocation) }
}
