package import PrepCore
import PrepSystem
package import PrepTokens

/// How files are checked.
package struct CheckOptions: Sendable {
  /// Decode every pixel of every image, instead of looking at its structure.
  package var isDecoding = false
  /// How tokens are counted; nil when they are not.
  package var tokens: TokenRules?
  /// Tokens that an example may have.
  package var context: Int?
  /// Findings of each code that are handed on, the first ones; nil for all.
  package var limit: Int?
  /// Threads that work at a time.
  package var jobs = 1
  /// Bytes of a file that one thread takes at a time.
  package var partSize = 4 << 20
  /// Bytes that a thread holds of a file.
  package var blockSize = 256 << 10
  /// The model that is to be trained; nil for any of the provider's.
  package var model: String?
  /// The day of today, for what is said about dates.
  package var today = CalendarDay.today

  /// Asked from time to time, from several threads; true ends the check with an error.
  package var isStopped: @Sendable () -> Bool = { false }

  package init() {}
}
