import Testing

@testable import Crystallography

@Suite struct CIFSyntaxTests {
  @Test(arguments: [
    ("_a $value$", "a value begins with '$'; put it in quotes"),
    ("_a \'x", "unterminated 'string'"),
    ("stray words", "'stray words' is neither a tag with a value nor part of a loop; correct it or put it in quotes"),
  ])
  func everySyntaxErrorHasLineReasonAndRemedy(line: String, reason: String) {
    let text = CIFText.cubic.with(line: 2, line)
    guard case (2?, .syntax(let message))? = text.failure else {
      Issue.record("\(String(describing: text.failure))")
      return
    }
    #expect(message.hasPrefix(reason))
  }

  @Test(arguments: [
    ("_cell_length_a 4", "expected block header (data_)"), ("data_a\n_tag 'open\n", "unterminated 'string'"),
    ("data_a\n_tag\n;open\n", "unterminated text field"), ("data_a\n_tag\n_other 1\n", "a tag has no value"),
    ("data_a\nloop_\n_a\n_b\n1 2 3\n", "the loop that begins here has 3 values"),
  ])
  func messagesOfTheParserGetARemedy(text: String, reason: String) {
    guard case (_?, .syntax(let message))? = CIFText(text).failure else {
      Issue.record("\(String(describing: CIFText(text).failure))")
      return
    }
    #expect(message.hasPrefix(reason) && "\(CIFProblem.syntax(message))".contains("; "))
  }

  @Test func aFormulaThatOccursTwiceIsNoReasonToRefuse() throws {
    let text = CIFText.cubic.with(line: 2, "_cell_length_a 4 _chemical_formula_sum Cs _chemical_formula_sum 'Cs I'")
    #expect(try text.read().crystal.atoms.count == 1)
  }
}
