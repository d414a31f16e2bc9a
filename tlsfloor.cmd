@echo off
rem Runs tlsfloor on Windows with Java 17 or later, from the folder that holds tlsfloor.jar. In a source tree it builds the
rem application first, if it is not there; after a change of the sources, remove cli\target\dist.
rem
rem   JAVA_HOME           the Java to use; otherwise that in the folder java next to this file, or the one on the path
rem   TLSFLOOR_JAVA_OPTS  further options for the Java virtual machine, for instance -Xmx4g
rem
rem Exit 4: no usable Java, Java cannot start, or the build failed. Every other code is the application's own.
setlocal
set "tlsfloor_java=java"
if exist "%~dp0java\bin\java.exe" set "tlsfloor_java=%~dp0java\bin\java.exe"
if defined JAVA_HOME set "tlsfloor_java=%JAVA_HOME%\bin\java.exe"
set "tlsfloor_jvm=-XX:+UseSerialGC -Xmx1g -Xms64m -Xmn32m -XX:-UsePerfData -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8"
if "%~1"=="watch" set "tlsfloor_jvm=-XX:+UseG1GC -XX:MaxGCPauseMillis=10 -XX:GCTimeRatio=1 -XX:ParallelGCThreads=2 -XX:ConcGCThreads=1 -Xmx1g -Xms64m -XX:NewSize=16m -XX:MaxNewSize=16m -XX:+ExplicitGCInvokesConcurrent -XX:-UsePerfData -Dfile.encoding=UTF-8"

set "tlsfloor_folder=%~dp0"
if exist "%~dp0pom.xml" set "tlsfloor_folder=%~dp0cli\target\dist\"
if exist "%~dp0pom.xml" if not exist "%tlsfloor_folder%tlsfloor.jar" call :build || exit /b 4
if not exist "%tlsfloor_folder%tlsfloor.jar" (
  echo tlsfloor: finds no tlsfloor.jar next to %~f0; copy the whole folder that holds it. 1>&2
  exit /b 4
)

rem A Java that is too old or cannot start ends with 1, which means "flagged" here. The option is known from Java 17 on.
"%tlsfloor_java%" %tlsfloor_jvm% %TLSFLOOR_JAVA_OPTS% --enable-native-access=ALL-UNNAMED -version >nul 2>&1
if errorlevel 1 (
  echo tlsfloor: needs Java 17 or later, and "%tlsfloor_java%" is not, or cannot start with these options. Install one, or set JAVA_HOME. 1>&2
  exit /b 4
)

"%tlsfloor_java%" %tlsfloor_jvm% %TLSFLOOR_JAVA_OPTS% -jar "%tlsfloor_folder%tlsfloor.jar" %*
exit /b %ERRORLEVEL%

rem Maven's wrapper brings Maven; the log says what it did.
:build
echo tlsfloor: building, first run only ... 1>&2
if not exist "%~dp0cli\target" mkdir "%~dp0cli\target"
pushd "%~dp0"
call mvnw.cmd -q -B -Pquick -Dmaven.test.skip=true -pl cli -am package >cli\target\build.log 2>&1
set "tlsfloor_built=%ERRORLEVEL%"
popd
if "%tlsfloor_built%"=="0" exit /b 0
echo tlsfloor: the build failed; all of it is in %~dp0cli\target\build.log. It needs a JDK 17 or later in JAVA_HOME or on the path. 1>&2
exit /b 1
