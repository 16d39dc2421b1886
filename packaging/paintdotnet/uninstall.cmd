@echo off
rem Removes what install.cmd installed, with the same argument. Models, presets and settings stay.
setlocal EnableExtensions
set "EFFECTS="
if not "%~1"=="" set "EFFECTS=%~1\Effects"
if "%EFFECTS%"=="" call :find_effects
if "%LOCALAPPDATA%"=="" set "LOCALAPPDATA=%USERPROFILE%\AppData\Local"

if exist "%EFFECTS%\SrPlugin" rmdir /s /q "%EFFECTS%\SrPlugin"
if exist "%EFFECTS%\SrPlugin\SrPlugin.PaintDotNet.dll" (
    echo The effect is in use. Close Paint.NET and run this script again.
    exit /b 3
)
taskkill /f /im srplugin-service.exe >nul 2>nul
if exist "%LOCALAPPDATA%\srplugin\service" rmdir /s /q "%LOCALAPPDATA%\srplugin\service"
if exist "%LOCALAPPDATA%\srplugin\service\srplugin-service.exe" (
    echo The service is in use. Close the programs that use it and run this script again.
    exit /b 3
)
if exist "%LOCALAPPDATA%\srplugin\logs" rmdir /s /q "%LOCALAPPDATA%\srplugin\logs"
rem The tensor library of srplugin setup cuda.
for /f "delims=" %%F in ('dir /b /ad "%LOCALAPPDATA%\srplugin\libtorch-*" 2^>nul') do rmdir /s /q "%LOCALAPPDATA%\srplugin\%%F"
del /q "%LOCALAPPDATA%\srplugin\libtorch-*" >nul 2>nul
del /q "%LOCALAPPDATA%\srplugin\*.lock" "%LOCALAPPDATA%\srplugin\*.lock.start" "%LOCALAPPDATA%\srplugin\*.lock.err" >nul 2>nul
rem Only if nothing of the user's is in it.
rmdir "%LOCALAPPDATA%\srplugin" >nul 2>nul
echo Removed.
if exist "%LOCALAPPDATA%\srplugin" echo Kept, and yours to delete: models in %LOCALAPPDATA%\srplugin
if exist "%APPDATA%\srplugin" echo Kept, and yours to delete: presets and settings in %APPDATA%\srplugin
exit /b 0

:find_effects
set "DOCUMENTS="
for /f "tokens=2,*" %%A in ('reg query "HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders" /v Personal 2^>nul') do set "DOCUMENTS=%%B"
if not "%DOCUMENTS%"=="" call set "DOCUMENTS=%DOCUMENTS%"
if "%DOCUMENTS%"=="" set "DOCUMENTS=%USERPROFILE%\Documents"
set "EFFECTS=%DOCUMENTS%\paint.net App Files\Effects"
exit /b 0
