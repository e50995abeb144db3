import Foundation
import Synchronization

/// Ctrl-C, as a question that can be asked: the first asks the work to end in order, the second
/// ends the command.
enum Interruption {
  // A signal handler can reach nothing but globals; an atomic is what it may touch.
  private static let requests = Atomic(0)

  /// Begins to listen.
  static func listen() {
    // Swift makes a global at its first use, which must not be in the handler.
    requests.store(0, ordering: .relaxed)
    signal(SIGINT) { _ in
      if Interruption.requests.add(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
    }
  }

  /// True once somebody has asked.
  static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Gives Ctrl-C its usual meaning back.
  static func stopListening() { signal(SIGINT, SIG_DFL) }
}
