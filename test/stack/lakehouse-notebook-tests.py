"""Runs the tests beside the notebooks; prints one JSON line a test: python lakehouse-notebook-tests.py FOLDER"""

import json
import sys
import time
import unittest


class Reported(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.started, self.failure = time.monotonic(), None

    def addError(self, test, err):
        super().addError(test, err)
        self.failure = self._exc_info_to_string(err, test)
        if not isinstance(test, unittest.TestCase):
            self.say(test.id(), 0)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.failure = self._exc_info_to_string(err, test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.failure = f"skipped: {reason}"

    def stopTest(self, test):
        super().stopTest(test)
        self.say(test.id(), time.monotonic() - self.started)

    def say(self, test, seconds):
        print(json.dumps({"test": test, "seconds": round(seconds, 1), "failure": self.failure}), flush=True)


unittest.defaultTestLoader.discover(sys.argv[1]).run(Reported())
