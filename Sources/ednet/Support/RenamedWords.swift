import ArgumentParser

/// Commands and options of earlier versions that have new names.
enum RenamedWords {
  private static let commands = ["pretrain": "train-simulated"]
  private static let options = [
    "--judge-conditions": "--validation-conditions", "--patterns-per-judge": "--validation-patterns",
    "--kinematical-share": "--two-beam-share",
  ]

  /// Throws if a command line uses an old name.
  static func check(_ arguments: [String]) throws {
    if let old = arguments.first, let new = commands[old] { throw ValidationError("'\(old)' is now '\(new)'.") }
    for argument in arguments {
      let name = String(argument.prefix { $0 != "=" })
      if let new = options[name] { throw ValidationError("\(name) is now \(new).") }
    }
  }
}
