# What a contributor types. Each target is one command, and works without make too.
#
# One test, with just the modules that it needs compiled first:
#   make test M=gate.rules T=VerdictTest
# All warnings of all classes at once, none of them fatal:
#   make lint

MVN = ./mvnw -q

.PHONY: check fmt test lint image smoke bench golden demo clean

check:
	./mvnw verify

fmt:
	$(MVN) -Pfmt validate

M ?= gate.app
test:
	./mvnw test -pl modules/$(M) -am $(if $(T),-Dtest='$(T)')

lint:
	./mvnw -Djavac.werror=-Xlint:all clean test-compile
	$(MVN) clean # lest the next build takes these classes for checked ones

image:
	packaging/build.sh

smoke:
	packaging/smoke.sh

bench:
	bench/run.sh

golden:
	./mvnw -q test -pl modules/gate.app -am -Dtest=GoldenScreensTest,ScreenshotsTest,PolicyCommandTest,RulesPageTest -Dgolden.write=true

demo:
	packaging/demo.sh

clean:
	$(MVN) clean
