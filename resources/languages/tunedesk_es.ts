<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Licences</source>
        <translation>Licencias</translation>
    </message>
    <message>
        <source>TuneDesk {0}</source>
        <translation>TuneDesk {0}</translation>
    </message>
    <message>
        <source>TuneDesk teaches a language model from your own spreadsheet, on your own computer.</source>
        <translation>TuneDesk enseña a un modelo de lenguaje con su propia hoja de cálculo y en su propio equipo.</translation>
    </message>
    <message>
        <source>TuneDesk is free software under the MIT licence.</source>
        <translation>TuneDesk es software libre, con la licencia MIT.</translation>
    </message>
    <message>
        <source>Windows and controls: Qt and PySide, under the GNU Lesser General Public License 3.</source>
        <translation>Ventanas y controles: Qt y PySide, con la Licencia Pública General Reducida de GNU, versión 3 (LGPL 3).</translation>
    </message>
    <message>
        <source>Letters: Inter, under the SIL Open Font License 1.1 (below).</source>
        <translation>Letras: Inter, con la SIL Open Font License 1.1 (más abajo).</translation>
    </message>
    <message>
        <source>Icons: Lucide, under the ISC licence (below).</source>
        <translation>Iconos: Lucide, con la licencia ISC (más abajo).</translation>
    </message>
    <message>
        <source>Word lists for counting tokens: tiktoken, under the MIT licence (below).</source>
        <translation>Listas de palabras para contar tokens: tiktoken, con la licencia MIT (más abajo).</translation>
    </message>
    <message>
        <source>What the window is made of, with the licences:</source>
        <translation>De qué está hecha la ventana, con las licencias:</translation>
    </message>
    <message>
        <source>What trains and answers on this computer:</source>
        <translation>Qué entrena y responde en este equipo:</translation>
    </message>
    <message>
        <source>What is used where you have installed it yourself:</source>
        <translation>Qué se usa donde lo haya instalado usted mismo:</translation>
    </message>
    <message>
        <source>All licences in full: {0}</source>
        <translation>Todas las licencias completas: {0}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Ir</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>Open a sample: Superheroes</source>
        <translation>Abrir una muestra: Superhéroes</translation>
    </message>
    <message>
        <source>Open a sample: Support tickets</source>
        <translation>Abrir una muestra: Cartas de clientes</translation>
    </message>
    <message>
        <source>Open a sample: Marv, who sighs</source>
        <translation>Abrir una muestra: Marv, que suspira</translation>
    </message>
    <message>
        <source>Open a file with rows…</source>
        <translation>Abrir un archivo con filas…</translation>
    </message>
    <message>
        <source>Paste a table</source>
        <translation>Pegar una tabla</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>Abrir un proyecto…</translation>
    </message>
    <message>
        <source>Bring my models home…</source>
        <translation>Traer mis modelos a casa…</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Guardar una copia…</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>Copias de seguridad…</translation>
    </message>
    <message>
        <source>Pack with models…</source>
        <translation>Empaquetar con modelos…</translation>
    </message>
    <message>
        <source>Export the rows…</source>
        <translation>Exportar las filas…</translation>
    </message>
    <message>
        <source>Close the project</source>
        <translation>Cerrar el proyecto</translation>
    </message>
    <message>
        <source>Set up training on this computer…</source>
        <translation>Preparar este equipo para entrenar…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Preferencias…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>Historial…</translation>
    </message>
    <message>
        <source>Review row by row</source>
        <translation>Revisar fila por fila</translation>
    </message>
    <message>
        <source>Compare rows that are alike</source>
        <translation>Comparar filas parecidas</translation>
    </message>
    <message>
        <source>Compare with what a model learned</source>
        <translation>Comparar con lo que aprendió un modelo</translation>
    </message>
    <message>
        <source>Rework rows with a model…</source>
        <translation>Reelaborar filas con un modelo…</translation>
    </message>
    <message>
        <source>Find rows like this one</source>
        <translation>Buscar filas como esta</translation>
    </message>
    <message>
        <source>Which trainings saw this row…</source>
        <translation>En qué entrenamientos estuvo esta fila…</translation>
    </message>
    <message>
        <source>All actions…</source>
        <translation>Todas las acciones…</translation>
    </message>
    <message>
        <source>Appearance like the system</source>
        <translation>Apariencia como la del sistema</translation>
    </message>
    <message>
        <source>Light appearance</source>
        <translation>Apariencia clara</translation>
    </message>
    <message>
        <source>Dark appearance</source>
        <translation>Apariencia oscura</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Texto más grande</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Texto más pequeño</translation>
    </message>
    <message>
        <source>Text at 100 %</source>
        <translation>Texto al 100 %</translation>
    </message>
    <message>
        <source>Check, convert or divide the rows…</source>
        <translation>Revisar, convertir o repartir las filas…</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Primeros pasos</translation>
    </message>
    <message>
        <source>Help: what the words mean</source>
        <translation>Ayuda: qué significan las palabras</translation>
    </message>
    <message>
        <source>What needs the internet</source>
        <translation>Qué necesita internet</translation>
    </message>
    <message>
        <source>Fine-tuning or embeddings?</source>
        <translation>¿Ajuste fino o embeddings?</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Look for a newer TuneDesk…</source>
        <translation>Buscar un TuneDesk más nuevo…</translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>Informar de un problema…</translation>
    </message>
    <message>
        <source>About TuneDesk and its licences</source>
        <translation>Acerca de TuneDesk y sus licencias</translation>
    </message>
    <message>
        <source>import, add rows, new project, CSV, Excel, JSON, spreadsheet</source>
        <translation>importar, añadir filas, proyecto nuevo, CSV, Excel, JSON, hoja de cálculo</translation>
    </message>
    <message>
        <source>import, clipboard</source>
        <translation>importar, portapapeles</translation>
    </message>
    <message>
        <source>rescue, download</source>
        <translation>rescatar, descargar</translation>
    </message>
    <message>
        <source>backup, duplicate</source>
        <translation>copia de seguridad, duplicar</translation>
    </message>
    <message>
        <source>restore, bring back, earlier days</source>
        <translation>restaurar, recuperar, días anteriores, backup</translation>
    </message>
    <message>
        <source>backup, archive, another computer</source>
        <translation>copia de seguridad, archivo, otro ordenador</translation>
    </message>
    <message>
        <source>save as CSV, Excel, JSONL, dataset</source>
        <translation>guardar como CSV, Excel, JSONL, conjunto de datos</translation>
    </message>
    <message>
        <source>install, repair or remove the engine</source>
        <translation>instalar, reparar o quitar el motor</translation>
    </message>
    <message>
        <source>settings, options, language, providers, keys, network, proxy</source>
        <translation>ajustes, opciones, idioma, proveedores, claves, red, proxy</translation>
    </message>
    <message>
        <source>exit, close the program</source>
        <translation>salir, cerrar el programa</translation>
    </message>
    <message>
        <source>earlier changes, versions</source>
        <translation>cambios anteriores, versiones</translation>
    </message>
    <message>
        <source>check-up, repair, chat, split, validation, test, system prompt</source>
        <translation>revisión, reparar, chat, repartir, validación, prueba, instrucción del sistema</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>duplicados</translation>
    </message>
    <message>
        <source>generate, improve, translate</source>
        <translation>generar, mejorar, traducir</translation>
    </message>
    <message>
        <source>zoom, font size</source>
        <translation>zoom, tamaño de letra</translation>
    </message>
    <message>
        <source>theme, bright</source>
        <translation>tema, colores, día</translation>
    </message>
    <message>
        <source>theme, night</source>
        <translation>tema, colores, noche</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>tema, colores</translation>
    </message>
    <message>
        <source>tutorial, tour</source>
        <translation>tutorial, recorrido</translation>
    </message>
    <message>
        <source>glossary, manual</source>
        <translation>glosario, manual</translation>
    </message>
    <message>
        <source>hotkeys</source>
        <translation>atajos de teclado, teclas</translation>
    </message>
    <message>
        <source>update, version</source>
        <translation>actualización, actualizar</translation>
    </message>
    <message>
        <source>bug, error, support</source>
        <translation>fallo, error, soporte</translation>
    </message>
</context>
<context>
    <name>Acts</name>
    <message>
        <source>Make 1 row</source>
        <translation>Crear 1 fila</translation>
    </message>
    <message>
        <source>Make {0} rows</source>
        <translation>Crear {0} filas</translation>
    </message>
    <message>
        <source>Write 1 grade</source>
        <translation>Calificar 1 fila</translation>
    </message>
    <message>
        <source>Write {0} grades</source>
        <translation>Calificar {0} filas</translation>
    </message>
    <message>
        <source>Take over 1 answer</source>
        <translation>Tomar 1 respuesta</translation>
    </message>
    <message>
        <source>Take over {0} answers</source>
        <translation>Tomar {0} respuestas</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tablas (*.csv)</translation>
    </message>
    <message>
        <source>Save the answers</source>
        <translation>Guardar las respuestas</translation>
    </message>
    <message>
        <source>The answers are written: {0}</source>
        <translation>Las respuestas se han escrito: {0}</translation>
    </message>
</context>
<context>
    <name>AddForm</name>
    <message>
        <source>Add this provider</source>
        <translation>Añadir este proveedor</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>What you call it; two accounts need two names.</source>
        <translation>Como usted quiera llamarlo; dos cuentas necesitan dos nombres.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>For example {0}; it often ends with /v1.</source>
        <translation>Por ejemplo, {0}; a menudo termina en /v1.</translation>
    </message>
    <message>
        <source>For example {0}. It stands in the address: {1}</source>
        <translation>Por ejemplo, {0}. Está en la dirección: {1}</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>Use a folder…</source>
        <translation>Usar una carpeta…</translation>
    </message>
    <message>
        <source>Use a GGUF file…</source>
        <translation>Usar un archivo GGUF…</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ver qué es</translation>
    </message>
    <message>
        <source>A folder with a model (config.json, tokenizer.json and weights as safetensors) is used where it lies; a GGUF file is converted once. You can also drop either of them on this page.</source>
        <translation>Una carpeta con un modelo (config.json, tokenizer.json y los pesos como safetensors) se usa donde está; un archivo GGUF se convierte una sola vez. También puede soltar cualquiera de los dos en esta página.</translation>
    </message>
    <message>
        <source>Its name as it stands on {0}. What it is and under which licence is shown first; what comes is compared with the checksums its server names. Models that bring program code are not taken.</source>
        <translation>Su nombre tal como figura en {0}. Primero se muestra qué es y con qué licencia; lo que llega se compara con las sumas de comprobación que indica su servidor. No se aceptan modelos que traen código de programa.</translation>
    </message>
    <message>
        <source>Bring another model</source>
        <translation>Traer otro modelo</translation>
    </message>
    <message>
        <source>A model of the hub</source>
        <translation>Un modelo del hub</translation>
    </message>
    <message>
        <source>Looking at {0}…</source>
        <translation>Mirando {0}…</translation>
    </message>
    <message>
        <source>Asking what {0} is…</source>
        <translation>Preguntando qué es {0}…</translation>
    </message>
    <message>
        <source>{0} can be used now. It stays where it lies.</source>
        <translation>{0} ya se puede usar. Se queda donde está.</translation>
    </message>
    <message>
        <source>{0} is being converted; see below how far it is.</source>
        <translation>{0} se está convirtiendo; más abajo se ve cuánto lleva.</translation>
    </message>
    <message>
        <source>it names none; look at its page before you use it</source>
        <translation>no indica ninguna; mire su página antes de usarlo</translation>
    </message>
    <message>
        <source>{0}: {1} to fetch. Licence: {2}.</source>
        <translation>{0}: {1} por descargar. Licencia: {2}.</translation>
    </message>
    <message>
        <source>Its makers want you to agree to that licence on its page first.</source>
        <translation>Sus autores piden que antes acepte esa licencia en su página.</translation>
    </message>
    <message>
        <source>Use a folder with a model</source>
        <translation>Usar una carpeta con un modelo</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>Modelos (*.gguf)</translation>
    </message>
    <message>
        <source>Use a GGUF file</source>
        <translation>Usar un archivo GGUF</translation>
    </message>
</context>
<context>
    <name>AdvicePage</name>
    <message>
        <source>Does my task want fine-tuning or embeddings?</source>
        <translation>¿Mi tarea necesita ajuste fino o embeddings?</translation>
    </message>
    <message>
        <source>Answer what you know; the advice changes with each answer. Nothing leaves this computer.</source>
        <translation>Responda lo que sepa; el consejo cambia con cada respuesta. Nada sale de este equipo.</translation>
    </message>
    <message>
        <source>What shall come out?</source>
        <translation>¿Qué debe salir?</translation>
    </message>
    <message>
        <source>A text in a certain style or form</source>
        <translation>Un texto con cierto estilo o forma</translation>
    </message>
    <message>
        <source>One label from a list</source>
        <translation>Una clase de una lista</translation>
    </message>
    <message>
        <source>Those of my texts that fit best</source>
        <translation>Los textos míos que mejor encajan</translation>
    </message>
    <message>
        <source>Must the answer hold facts that change or stand in your documents?</source>
        <translation>¿La respuesta debe contener datos que cambian o que están en sus documentos?</translation>
    </message>
    <message>
        <source>Do new labels come often, or are there more than about fifty?</source>
        <translation>¿Aparecen a menudo clases nuevas, o son más de unas cincuenta?</translation>
    </message>
    <message>
        <source>How many examples with the right answer have you got?</source>
        <translation>¿Cuántos ejemplos con la respuesta correcta tiene?</translation>
    </message>
    <message>
        <source>10 to 500</source>
        <translation>De 10 a 500</translation>
    </message>
    <message>
        <source>Fewer than 10</source>
        <translation>Menos de 10</translation>
    </message>
    <message>
        <source>More than 500</source>
        <translation>Más de 500</translation>
    </message>
    <message>
        <source>How does a model answer that is only told in words what to do?</source>
        <translation>¿Cómo responde un modelo al que solo se le dice con palabras qué hacer?</translation>
    </message>
    <message>
        <source>I have not tried that</source>
        <translation>No lo he probado</translation>
    </message>
    <message>
        <source>Well enough</source>
        <translation>Bastante bien</translation>
    </message>
    <message>
        <source>Not well enough</source>
        <translation>No lo bastante bien</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>Begin with my rows</source>
        <translation>Empezar con mis filas</translation>
    </message>
    <message>
        <source>Ask models in the playground</source>
        <translation>Preguntar a modelos en el Playground</translation>
    </message>
    <message>
        <source>Let a model write drafts of rows</source>
        <translation>Dejar que un modelo escriba borradores de filas</translation>
    </message>
    <message>
        <source>Compare meanings</source>
        <translation>Comparar significados</translation>
    </message>
</context>
<context>
    <name>Ahead</name>
    <message>
        <source>Ask once</source>
        <translation>Preguntar una vez</translation>
    </message>
    <message>
        <source>Ask {0} times</source>
        <translation>Preguntar {0} veces</translation>
    </message>
    <message>
        <source>Nothing. Prompts and answers stay here.</source>
        <translation>Nada. Los prompts y las respuestas se quedan aquí.</translation>
    </message>
    <message>
        <source>The prompt, {0} in all requests, to {1}.</source>
        <translation>El prompt, {0} en total entre todas las peticiones, a {1}.</translation>
    </message>
    <message>
        <source>about ${0}</source>
        <translation>unos ${0}</translation>
    </message>
    <message>
        <source>about {0} tokens read, about {1} written</source>
        <translation>unos {0} tokens leídos y unos {1} escritos</translation>
    </message>
    <message>
        <source>at most ${0} if every answer is as long as it may be</source>
        <translation>como máximo ${0} si cada respuesta es tan larga como se permite</translation>
    </message>
    <message>
        <source>bank account numbers (prompts: {0})</source>
        <translation>números de cuenta bancaria (prompts: {0})</translation>
    </message>
    <message>
        <source>card numbers (prompts: {0})</source>
        <translation>números de tarjeta (prompts: {0})</translation>
    </message>
    <message>
        <source>e-mail addresses (prompts: {0})</source>
        <translation>direcciones de correo electrónico (prompts: {0})</translation>
    </message>
    <message>
        <source>free</source>
        <translation>gratis</translation>
    </message>
    <message>
        <source>free, on this computer</source>
        <translation>gratis, en este equipo</translation>
    </message>
    <message>
        <source>less than ${0}</source>
        <translation>menos de ${0}</translation>
    </message>
    <message>
        <source>not known yet: it is measured as they answer</source>
        <translation>aún no se sabe: se mide a medida que responden</translation>
    </message>
    <message>
        <source>not known: there is no price for one of these models</source>
        <translation>no se sabe: falta el precio de uno de estos modelos</translation>
    </message>
    <message>
        <source>secret keys (prompts: {0})</source>
        <translation>claves secretas (prompts: {0})</translation>
    </message>
    <message>
        <source>telephone numbers (prompts: {0})</source>
        <translation>números de teléfono (prompts: {0})</translation>
    </message>
    <message>
        <source>{0} (prices of {1})</source>
        <translation>{0} (precios del {1})</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
    <message>
        <source>{0} prompts, {1} in all requests, to {2}.</source>
        <translation>{0} prompts, {1} en total entre todas las peticiones, a {2}.</translation>
    </message>
</context>
<context>
    <name>AheadDialog</name>
    <message>
        <source>Before this is asked</source>
        <translation>Antes de preguntar</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Peticiones</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>What leaves this computer</source>
        <translation>Qué sale de este equipo</translation>
    </message>
    <message>
        <source>There may be personal data in the prompts: {0}. Whoever answers gets to see it.</source>
        <translation>Puede que haya datos personales en los prompts: {0}. Quien responde llega a verlos.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>Alike</name>
    <message>
        <source>{0}: stays</source>
        <translation>{0}: se queda</translation>
    </message>
    <message>
        <source>{0}: can go</source>
        <translation>{0}: puede irse</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>less than a minute</source>
        <translation>menos de un minuto</translation>
    </message>
    <message>
        <source>about a minute</source>
        <translation>alrededor de un minuto</translation>
    </message>
    <message>
        <source>about {0} minutes</source>
        <translation>unos {0} minutos</translation>
    </message>
    <message>
        <source>about {0} hours</source>
        <translation>unas {0} horas</translation>
    </message>
    <message>
        <source>about {0} days</source>
        <translation>unos {0} días</translation>
    </message>
    <message>
        <source>about a day and {1} hours</source>
        <translation>alrededor de un día y {1} horas</translation>
    </message>
    <message>
        <source>about {0} days and {1} hours</source>
        <translation>unos {0} días y {1} horas</translation>
    </message>
    <message>
        <source>Today, {0}</source>
        <translation>Hoy, {0}</translation>
    </message>
    <message>
        <source>today at {0}</source>
        <translation>hoy a las {0}</translation>
    </message>
    <message>
        <source>on {0} at {1}</source>
        <translation>el {0} a las {1}</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>${0}</source>
        <translation>${0}</translation>
    </message>
    <message>
        <source>cut off at the longest length you allow</source>
        <translation>cortada al llegar a la longitud máxima que usted permite</translation>
    </message>
    <message>
        <source>ended by the provider&apos;s rules</source>
        <translation>terminada por las normas del proveedor</translation>
    </message>
    <message>
        <source>it ended without giving a reason</source>
        <translation>terminó sin dar un motivo</translation>
    </message>
    <message>
        <source>the model came to its end</source>
        <translation>el modelo llegó a su final</translation>
    </message>
    <message>
        <source>the model wants to use a tool</source>
        <translation>el modelo quiere usar una herramienta</translation>
    </message>
    <message>
        <source>try {0}</source>
        <translation>intento {0}</translation>
    </message>
    <message>
        <source>you stopped it</source>
        <translation>usted la detuvo</translation>
    </message>
    <message>
        <source>{0} seconds</source>
        <translation>{0} segundos</translation>
    </message>
    <message>
        <source>{0} tokens a second</source>
        <translation>{0} tokens por segundo</translation>
    </message>
</context>
<context>
    <name>AnswerColumn</name>
    <message>
        <source>Answer before</source>
        <translation>Respuesta anterior</translation>
    </message>
    <message>
        <source>Next answer</source>
        <translation>Respuesta siguiente</translation>
    </message>
    <message>
        <source>As expected: the same but for case, spaces, the end mark and full stops.</source>
        <translation>Como se esperaba: igual salvo mayúsculas, espacios, el signo final y los puntos.</translation>
    </message>
    <message>
        <source>Ask this model again</source>
        <translation>Repetir con este modelo</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Copiar la respuesta</translation>
    </message>
    <message>
        <source>Settings of this column…</source>
        <translation>Ajustes de esta columna…</translation>
    </message>
    <message>
        <source>Show the code for this request…</source>
        <translation>Mostrar el código de esta petición…</translation>
    </message>
    <message>
        <source>Make a training row of this answer…</source>
        <translation>Crear una fila de entrenamiento con esta respuesta…</translation>
    </message>
    <message>
        <source>Likelihoods as a table…</source>
        <translation>Probabilidades en una tabla…</translation>
    </message>
    <message>
        <source>Remove this column</source>
        <translation>Quitar esta columna</translation>
    </message>
    <message>
        <source>Tuned model</source>
        <translation>Modelo entrenado</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} en {1}</translation>
    </message>
    <message>
        <source>More for this column</source>
        <translation>Más sobre esta columna</translation>
    </message>
</context>
<context>
    <name>AnswerList</name>
    <message>
        <source>{0} (try {1})</source>
        <translation>{0} (intento {1})</translation>
    </message>
    <message>
        <source>did not come</source>
        <translation>no llegó</translation>
    </message>
    <message>
        <source>not asked yet</source>
        <translation>aún sin preguntar</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>con respuesta</translation>
    </message>
    <message>
        <source>right</source>
        <translation>correcta</translation>
    </message>
    <message>
        <source>otherwise, likeness {0}</source>
        <translation>distinta, parecido {0}</translation>
    </message>
</context>
<context>
    <name>AnswerPane</name>
    <message>
        <source>Answer: {0}</source>
        <translation>Respuesta: {0}</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>Respondiendo…</translation>
    </message>
    <message>
        <source>Not asked yet.</source>
        <translation>Aún sin preguntar.</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Answer before</source>
        <translation>Respuesta anterior</translation>
    </message>
    <message>
        <source>Next answer</source>
        <translation>Respuesta siguiente</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Repetir</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Copiar la respuesta</translation>
    </message>
    <message>
        <source>Show the code for this request…</source>
        <translation>Mostrar el código de esta petición…</translation>
    </message>
    <message>
        <source>Make a training row of the conversation up to here…</source>
        <translation>Crear una fila de entrenamiento con la conversación hasta aquí…</translation>
    </message>
    <message>
        <source>Likelihoods as a table…</source>
        <translation>Probabilidades en una tabla…</translation>
    </message>
    <message>
        <source>More for this answer: {0}</source>
        <translation>Más sobre esta respuesta: {0}</translation>
    </message>
    <message>
        <source>More for this answer</source>
        <translation>Más sobre esta respuesta</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>${0}</source>
        <translation>${0}</translation>
    </message>
    <message>
        <source>About {0} tokens are read and about {1} are written.</source>
        <translation>Se leen unos {0} tokens y se escriben unos {1}.</translation>
    </message>
    <message>
        <source>How long it takes can be told after the first answers.</source>
        <translation>Cuánto tarda se podrá decir después de las primeras respuestas.</translation>
    </message>
    <message>
        <source>It costs about {0}, and at most about {1} (price of {2}).</source>
        <translation>Coste aproximado: {0}; como máximo, alrededor de {1} (precio del {2}).</translation>
    </message>
    <message>
        <source>It costs nothing: the model answers on this computer.</source>
        <translation>No cuesta nada: el modelo responde en este equipo.</translation>
    </message>
    <message>
        <source>It takes {0}, at the pace of earlier answers.</source>
        <translation>Tarda {0}, al ritmo de las respuestas anteriores.</translation>
    </message>
    <message>
        <source>The prompts are sent to {0}, eight at a time; where the provider wants a pause, it gets one.</source>
        <translation>Los prompts se envían a {0}, de ocho en ocho; si el proveedor pide una pausa, se hace.</translation>
    </message>
    <message>
        <source>What it costs is not known: this model has no price in the list of providers.</source>
        <translation>No se sabe lo que cuesta: este modelo no tiene precio en la lista de proveedores.</translation>
    </message>
    <message>
        <source>less than ${0}</source>
        <translation>menos de ${0}</translation>
    </message>
    <message>
        <source>{0} · a provider that is gone</source>
        <translation>{0} · un proveedor que ya no está</translation>
    </message>
    <message>
        <source>{0} · recorded answers</source>
        <translation>{0} · respuestas grabadas</translation>
    </message>
</context>
<context>
    <name>AskingForm</name>
    <message>
        <source>Stop when it has cost more than</source>
        <translation>Parar cuando haya costado más de</translation>
    </message>
    <message>
        <source>Model that writes</source>
        <translation>Modelo que escribe</translation>
    </message>
    <message>
        <source>Reckoning what it takes…</source>
        <translation>Calculando lo que requiere…</translation>
    </message>
</context>
<context>
    <name>AskingPage</name>
    <message>
        <source>Looking which models there are. The first start of the engine can take a minute.</source>
        <translation>Mirando qué modelos hay. El primer arranque del motor puede tardar un minuto.</translation>
    </message>
</context>
<context>
    <name>Away</name>
    <message>
        <source>This is over. TuneDesk says what came of it.</source>
        <translation>Esto ha terminado. TuneDesk dice qué resultó de ello.</translation>
    </message>
</context>
<context>
    <name>AxesForm</name>
    <message>
        <source>0 always takes the likeliest word; higher values vary more. Up to 2.</source>
        <translation>0 toma siempre la palabra más probable; los valores más altos varían más. Hasta 2.</translation>
    </message>
    <message>
        <source>Only the likeliest words that have this share together are drawn from. Up to 1.</source>
        <translation>Solo se elige entre las palabras más probables que suman esta proporción. Hasta 1.</translation>
    </message>
    <message>
        <source>Above 0 the model rather speaks of something new. From −2 to 2.</source>
        <translation>Por encima de 0, el modelo tiende a hablar de algo nuevo. De −2 a 2.</translation>
    </message>
    <message>
        <source>Above 0 a word is the less likely the more often it was said. From −2 to 2.</source>
        <translation>Por encima de 0, una palabra es menos probable cuantas más veces se haya dicho. De −2 a 2.</translation>
    </message>
</context>
<context>
    <name>AxisField</name>
    <message>
        <source>Values of {0}</source>
        <translation>Valores de {0}</translation>
    </message>
</context>
<context>
    <name>AxisMenus</name>
    <message>
        <source>Across</source>
        <translation>A lo ancho</translation>
    </message>
    <message>
        <source>Downwards</source>
        <translation>Hacia abajo</translation>
    </message>
    <message>
        <source>With {0}</source>
        <translation>Con {0}</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Backups</source>
        <translation>Copias de seguridad</translation>
    </message>
    <message>
        <source>Delete these backups…</source>
        <translation>Eliminar estas copias…</translation>
    </message>
    <message>
        <source>Open as a project</source>
        <translation>Abrir como proyecto</translation>
    </message>
    <message>
        <source>On each day you work on a project, TuneDesk keeps a backup of it in a folder of its own. Opened, a backup becomes a project with a file of its own; the project as it is now stays as it is.</source>
        <translation>Cada día que trabaja en un proyecto, TuneDesk guarda una copia de seguridad en una carpeta aparte. Al abrirla, la copia se convierte en un proyecto con su propio archivo; el proyecto actual queda como está.</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Proyecto</translation>
    </message>
    <message>
        <source>Backups, the newest first</source>
        <translation>Copias de seguridad, la más reciente primero</translation>
    </message>
    <message>
        <source>{0} (its file is gone)</source>
        <translation>{0} (falta el archivo)</translation>
    </message>
    <message>
        <source>There is no backup yet. The first one is made a little after a project was opened.</source>
        <translation>Todavía no hay ninguna copia de seguridad. La primera se hace poco después de abrir un proyecto.</translation>
    </message>
    <message>
        <source>The project lies in {0}.</source>
        <translation>El proyecto está en {0}.</translation>
    </message>
    <message>
        <source>This is “{0}” as it was on {1}, in a file of its own.</source>
        <translation>Este es «{0}» tal como estaba el {1}, en un archivo propio.</translation>
    </message>
    <message>
        <source>{0} as of {1}</source>
        <translation>{0} del {1}</translation>
    </message>
</context>
<context>
    <name>BallotView</name>
    <message>
        <source>Two answers: say which is better with the arrow keys</source>
        <translation>Dos respuestas: diga cuál es mejor con las teclas de flecha</translation>
    </message>
    <message>
        <source>Show the answer hoped for</source>
        <translation>Mostrar la respuesta deseada</translation>
    </message>
    <message>
        <source>Answer hoped for</source>
        <translation>Respuesta deseada</translation>
    </message>
    <message>
        <source>Left is better</source>
        <translation>Mejor la izquierda</translation>
    </message>
    <message>
        <source>Both are good</source>
        <translation>Las dos son buenas</translation>
    </message>
    <message>
        <source>Both are bad</source>
        <translation>Las dos son malas</translation>
    </message>
    <message>
        <source>Right is better</source>
        <translation>Mejor la derecha</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Left answer</source>
        <translation>Respuesta izquierda</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>Respuesta derecha</translation>
    </message>
    <message>
        <source>Why? (if you like)</source>
        <translation>¿Por qué? (si lo desea)</translation>
    </message>
    <message>
        <source>Why you vote so</source>
        <translation>Por qué vota así</translation>
    </message>
    <message>
        <source>left arrow or F</source>
        <translation>flecha izquierda o F</translation>
    </message>
    <message>
        <source>up arrow or T</source>
        <translation>flecha arriba o T</translation>
    </message>
    <message>
        <source>down arrow or B</source>
        <translation>flecha abajo o B</translation>
    </message>
    <message>
        <source>right arrow or J</source>
        <translation>flecha derecha o J</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Izquierda</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Derecha</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Todo va bien</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Atención</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
</context>
<context>
    <name>Bars</name>
    <message>
        <source>{0} to {1} words: {2}</source>
        <translation>De {0} a {1} palabras: {2}</translation>
    </message>
    <message>
        <source>Lengths of the answers</source>
        <translation>Longitud de las respuestas</translation>
    </message>
</context>
<context>
    <name>BaseCard</name>
    <message>
        <source>Remove…</source>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>A training with it needs about {0} of memory; this computer has {1}.</source>
        <translation>Un entrenamiento con él necesita unos {0} de memoria; este equipo tiene {1}.</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>Quitar {0}</translation>
    </message>
    <message>
        <source>ready on this computer</source>
        <translation>listo en este equipo</translation>
    </message>
    <message>
        <source>on this computer, and not used</source>
        <translation>en este equipo, sin usar</translation>
    </message>
    <message>
        <source>partly fetched</source>
        <translation>descargado en parte</translation>
    </message>
    <message>
        <source>not fetched yet</source>
        <translation>aún sin descargar</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>aprox. {0}</translation>
    </message>
    <message>
        <source>licence: {0}</source>
        <translation>licencia: {0}</translation>
    </message>
    <message>
        <source>its makers want you to agree to it first</source>
        <translation>sus autores piden que antes la acepte</translation>
    </message>
    <message>
        <source>learns about {0} tokens a second here</source>
        <translation>aquí aprende unos {0} tokens por segundo</translation>
    </message>
    <message>
        <source>knows tools</source>
        <translation>usa herramientas</translation>
    </message>
</context>
<context>
    <name>BeforeAfter</name>
    <message>
        <source>[taken out: {0}]</source>
        <translation>[quitado: {0}]</translation>
    </message>
    <message>
        <source>[put in: {0}]</source>
        <translation>[puesto: {0}]</translation>
    </message>
    <message>
        <source>[differs: {0}]</source>
        <translation>[distinto: {0}]</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Instrucción del sistema</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Asistente</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>Completion</translation>
    </message>
    <message>
        <source>Better answer</source>
        <translation>Mejor respuesta</translation>
    </message>
    <message>
        <source>Worse answer</source>
        <translation>Peor respuesta</translation>
    </message>
    <message>
        <source>(nothing)</source>
        <translation>(nada)</translation>
    </message>
    <message>
        <source>{0}: this row is taken out</source>
        <translation>{0}: esta fila se quita</translation>
    </message>
    <message>
        <source>{0}, before</source>
        <translation>{0}, antes</translation>
    </message>
    <message>
        <source>{0}, after</source>
        <translation>{0}, después</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>New search</source>
        <translation>Nueva búsqueda</translation>
    </message>
    <message>
        <source>Earlier…</source>
        <translation>Anteriores…</translation>
    </message>
    <message>
        <source>Earlier searches: show again, go on, remove</source>
        <translation>Búsquedas anteriores: volver a verlas, continuar, quitar</translation>
    </message>
    <message>
        <source>A new search</source>
        <translation>Una búsqueda nueva</translation>
    </message>
    <message>
        <source>Make new rows instead</source>
        <translation>Mejor crear filas nuevas</translation>
    </message>
    <message>
        <source>Rows to be worked over</source>
        <translation>Filas por reelaborar</translation>
    </message>
    <message>
        <source>New rows from a template</source>
        <translation>Filas nuevas con una plantilla</translation>
    </message>
    <message>
        <source>What the model made of the rows</source>
        <translation>Qué hizo el modelo con las filas</translation>
    </message>
    <message>
        <source>What the model wrote</source>
        <translation>Qué escribió el modelo</translation>
    </message>
    <message>
        <source>Ask all held-out prompts</source>
        <translation>Preguntar todo lo apartado</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Añadir un modelo</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>Next difference</source>
        <translation>Diferencia siguiente</translation>
    </message>
    <message>
        <source>To the next prompt that is not answered alike in all columns (F3)</source>
        <translation>Al siguiente prompt que no se responde igual en todas las columnas (F3)</translation>
    </message>
    <message>
        <source>Earlier comparisons: find, show again, save</source>
        <translation>Comparaciones anteriores: buscar, volver a ver, guardar</translation>
    </message>
    <message>
        <source>What is marked in the answers</source>
        <translation>Qué se marca en las respuestas</translation>
    </message>
    <message>
        <source>Mark nothing</source>
        <translation>No marcar nada</translation>
    </message>
    <message>
        <source>Mark what differs from the expected answer</source>
        <translation>Marcar lo que difiere de la respuesta esperada</translation>
    </message>
    <message>
        <source>Mark what differs from the first column</source>
        <translation>Marcar lo que difiere de la primera columna</translation>
    </message>
    <message>
        <source>Mark what the model was not sure of</source>
        <translation>Marcar aquello de lo que el modelo no estaba seguro</translation>
    </message>
    <message>
        <source>Ask all prompts of the file</source>
        <translation>Preguntar todos los prompts del archivo</translation>
    </message>
    <message>
        <source>A new test</source>
        <translation>Una prueba nueva</translation>
    </message>
    <message>
        <source>What the test says</source>
        <translation>Qué dice la prueba</translation>
    </message>
    <message>
        <source>Read by another model…</source>
        <translation>Leer con otro modelo…</translation>
    </message>
    <message>
        <source>Save the numbers…</source>
        <translation>Guardar las cifras…</translation>
    </message>
    <message>
        <source>Rows on the map</source>
        <translation>Filas en el mapa</translation>
    </message>
    <message>
        <source>What to look at</source>
        <translation>Qué mirar</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Mapa</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Lo encontrado</translation>
    </message>
    <message>
        <source>As a list</source>
        <translation>En una lista</translation>
    </message>
    <message>
        <source>One row is new or was changed since it was read. It is not on the map.</source>
        <translation>Una fila es nueva o ha cambiado desde que se leyó. No está en el mapa.</translation>
    </message>
    <message>
        <source>{0} rows are new or were changed since they were read. They are not on the map.</source>
        <translation>{0} filas son nuevas o han cambiado desde que se leyeron. No están en el mapa.</translation>
    </message>
</context>
<context>
    <name>Bringing</name>
    <message>
        <source>Pasted table</source>
        <translation>Tabla pegada</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Proyecto</translation>
    </message>
    <message>
        <source>“{0}” is read first. “{1}” waits, and is offered when that one is in the table.</source>
        <translation>«{0}» se lee primero. «{1}» espera y se ofrece cuando el primero esté en la tabla.</translation>
    </message>
    <message>
        <source>“{0}” is read first. {1} more files wait; each is offered when the one before is in the table.</source>
        <translation>«{0}» se lee primero. Esperan {1} archivos más; cada uno se ofrece cuando el anterior esté en la tabla.</translation>
    </message>
    <message>
        <source>“{0}” is not in a table yet. You can go on with it under Data.</source>
        <translation>«{0}» aún no está en ninguna tabla. Puede seguir con él en «Datos».</translation>
    </message>
</context>
<context>
    <name>Bubble</name>
    <message>
        <source>Learn from this answer</source>
        <translation>Aprender de esta respuesta</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>No text yet</source>
        <translation>Aún sin texto</translation>
    </message>
    <message>
        <source>Name who speaks</source>
        <translation>Nombre de quien habla</translation>
    </message>
    <message>
        <source>Write a text</source>
        <translation>Escriba un texto</translation>
    </message>
    <message>
        <source>Edit the calls as JSON</source>
        <translation>Editar las llamadas como JSON</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>Mostrar menos</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Turn {0}: {1}</source>
        <translation>Turno {0}: {1}</translation>
    </message>
    <message>
        <source>Turn {0}, {1}, text</source>
        <translation>Turno {0}, {1}, texto</translation>
    </message>
    <message>
        <source>Turn {0}, role: {1}</source>
        <translation>Turno {0}, rol: {1}</translation>
    </message>
    <message>
        <source>Turn {0}, more</source>
        <translation>Turno {0}, más</translation>
    </message>
    <message>
        <source>What can be done with this turn</source>
        <translation>Qué se puede hacer con este turno</translation>
    </message>
    <message>
        <source>Turn {0}, learn from this answer</source>
        <translation>Turno {0}, aprender de esta respuesta</translation>
    </message>
    <message>
        <source>Turn {0}, show all of it</source>
        <translation>Turno {0}, mostrarlo entero</translation>
    </message>
    <message>
        <source>Turn {0}, name of who speaks</source>
        <translation>Turno {0}, nombre de quien habla</translation>
    </message>
</context>
<context>
    <name>BubbleSide</name>
    <message>
        <source>Show more turns ({0} are not shown)</source>
        <translation>Mostrar más turnos ({0} no se muestran)</translation>
    </message>
</context>
<context>
    <name>Bubbles</name>
    <message>
        <source>Better answer (preferred)</source>
        <translation>Mejor respuesta (preferida)</translation>
    </message>
    <message>
        <source>Worse answer (non-preferred)</source>
        <translation>Peor respuesta (no preferida)</translation>
    </message>
    <message>
        <source>Add a system prompt</source>
        <translation>Añadir una instrucción del sistema</translation>
    </message>
    <message>
        <source>Add a turn</source>
        <translation>Añadir un turno</translation>
    </message>
    <message>
        <source>Swap the two answers</source>
        <translation>Intercambiar las respuestas</translation>
    </message>
    <message>
        <source>Add an answer</source>
        <translation>Añadir una respuesta</translation>
    </message>
</context>
<context>
    <name>Busy</name>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>tiempo restante: {0}</translation>
    </message>
</context>
<context>
    <name>CallsView</name>
    <message>
        <source>Edit the calls as JSON</source>
        <translation>Editar las llamadas como JSON</translation>
    </message>
    <message>
        <source>Function calls as JSON</source>
        <translation>Llamadas a funciones como JSON</translation>
    </message>
</context>
<context>
    <name>CancelQuestion</name>
    <message>
        <source>Cancel it for good</source>
        <translation>Cancelar del todo</translation>
    </message>
    <message>
        <source>Do not cancel</source>
        <translation>No cancelar</translation>
    </message>
    <message>
        <source>What was learned since the last checkpoint is lost, and there will be no finished model.</source>
        <translation>Se pierde lo aprendido desde el último punto de control y no habrá un modelo terminado.</translation>
    </message>
    <message>
        <source>There will be no finished model, and {0} may charge for what was trained so far.</source>
        <translation>No habrá un modelo terminado, y {0} puede cobrar lo entrenado hasta ahora.</translation>
    </message>
    <message>
        <source>The curve stays, and so do the checkpoints made so far ({0}).</source>
        <translation>La curva se conserva, y también los puntos de control hechos hasta ahora ({0}).</translation>
    </message>
    <message>
        <source>Cancel this training? {0} {1}</source>
        <translation>¿Cancelar este entrenamiento? {0} {1}</translation>
    </message>
</context>
<context>
    <name>CarryingDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>CellActs</name>
    <message>
        <source>A part or a status cannot be emptied; choose another one instead.</source>
        <translation>Una parte o un estado no se pueden vaciar; elija otro en su lugar.</translation>
    </message>
    <message>
        <source>Cells chosen here and there cannot be copied at once. Choose the same columns in each row.</source>
        <translation>No se pueden copiar de una vez celdas elegidas aquí y allá. Elija las mismas columnas en cada fila.</translation>
    </message>
</context>
<context>
    <name>CellView</name>
    <message>
        <source>Use in Compare</source>
        <translation>Usar en Comparar</translation>
    </message>
    <message>
        <source>Keep as preset…</source>
        <translation>Guardar como preajuste…</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Respuesta esperada</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Answers of this setting</source>
        <translation>Respuestas de este ajuste</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>Aún sin respuesta.</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>The curves begin with the first measurement.</source>
        <translation>Las curvas empiezan con la primera medición.</translation>
    </message>
    <message>
        <source>pass {0}</source>
        <translation>pasada {0}</translation>
    </message>
    <message>
        <source>best checkpoint: step {0}</source>
        <translation>mejor punto de control: paso {0}</translation>
    </message>
    <message>
        <source>lowest validation loss: step {0}</source>
        <translation>pérdida de validación más baja: paso {0}</translation>
    </message>
    <message>
        <source>Step {0}</source>
        <translation>Paso {0}</translation>
    </message>
    <message>
        <source> (step {0})</source>
        <translation> (paso {0})</translation>
    </message>
    <message>
        <source>Loss (nats per token): how far off the model is; lower is better</source>
        <translation>Pérdida (loss, en nats por token): cuánto se aleja el modelo; cuanto más baja, mejor</translation>
    </message>
    <message>
        <source>Right tokens: how often the model has the next piece of text right; higher is better</source>
        <translation>Tokens correctos: con qué frecuencia acierta el modelo el siguiente trozo de texto; cuanto más alto, mejor</translation>
    </message>
    <message>
        <source>Learning rate: how far one update may move the model</source>
        <translation>Tasa de aprendizaje: cuánto puede mover el modelo una actualización</translation>
    </message>
    <message>
        <source>Answers that are right as a whole; higher is better</source>
        <translation>Respuestas correctas por completo; cuanto más alto, mejor</translation>
    </message>
    <message>
        <source>Right classes (accuracy): the share of rows put into the right one</source>
        <translation>Clases correctas (exactitud, accuracy): la proporción de filas puestas en la que les toca</translation>
    </message>
    <message>
        <source>Weighted F1: right classes, where rare and frequent ones count by their rows; higher is better</source>
        <translation>F1 ponderado: clases correctas, donde las raras y las frecuentes cuentan según sus filas; cuanto más alto, mejor</translation>
    </message>
    <message>
        <source>Precision: how many of those found are right; higher is better</source>
        <translation>Precisión: cuántas de las encontradas son correctas; cuanto más alta, mejor</translation>
    </message>
    <message>
        <source>Recall: how many of all there are were found; higher is better</source>
        <translation>Exhaustividad (recall): cuántas de todas las que había se encontraron; cuanto más alta, mejor</translation>
    </message>
    <message>
        <source>Area under the ROC curve (AUROC): how well the two classes are ranked; 0.5 is chance</source>
        <translation>Área bajo la curva ROC (AUROC): qué bien se ordenan las dos clases; 0,5 es el azar</translation>
    </message>
    <message>
        <source>Area under the precision-recall curve (AUPRC): how well the class looked for is ranked</source>
        <translation>Área bajo la curva de precisión y exhaustividad (AUPRC): qué bien se ordena la clase buscada</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
    <message>
        <source>Right tokens</source>
        <translation>Tokens correctos</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Tasa de aprendizaje</translation>
    </message>
    <message>
        <source>Wholly right answers</source>
        <translation>Respuestas correctas del todo</translation>
    </message>
    <message>
        <source>Right classes</source>
        <translation>Clases correctas</translation>
    </message>
    <message>
        <source>Weighted F1</source>
        <translation>F1 ponderado</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precisión</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Exhaustividad</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>AUPRC</source>
        <translation>AUPRC</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Pérdida de entrenamiento</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>Pérdida de validación</translation>
    </message>
    <message>
        <source>Right tokens in training</source>
        <translation>Tokens correctos en entrenamiento</translation>
    </message>
    <message>
        <source>Right tokens in validation</source>
        <translation>Tokens correctos en validación</translation>
    </message>
    <message>
        <source>training</source>
        <translation>entrenamiento</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>validación</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Passes (epochs)</source>
        <translation>Pasadas (épocas)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Step (one update of the model)</source>
        <translation>Paso (una actualización del modelo)</translation>
    </message>
    <message>
        <source>Passes over the rows (epochs)</source>
        <translation>Pasadas sobre las filas (épocas)</translation>
    </message>
    <message>
        <source>Tokens the model has learned from</source>
        <translation>Tokens de los que ha aprendido el modelo</translation>
    </message>
    <message>
        <source>Time since the first measurement (minutes:seconds)</source>
        <translation>Tiempo desde la primera medición (minutos:segundos)</translation>
    </message>
    <message>
        <source>No number came (NaN) at step {1}.</source>
        <translation>No llegó ningún número (NaN) en el paso {1}.</translation>
    </message>
    <message>
        <source>No number came (NaN) at {0} steps, the first is step {1}.</source>
        <translation>No llegó ningún número (NaN) en {0} pasos; el primero es el paso {1}.</translation>
    </message>
    <message>
        <source>{0}: one measurement, {1} at step {2}.</source>
        <translation>{0}: una medición, {1} en el paso {2}.</translation>
    </message>
    <message>
        <source>{0}: {1} measurements. First {2} at step {3}, newest {4} at step {5}, lowest {6} at step {7}.</source>
        <translation>{0}: {1} mediciones. Primera: {2} en el paso {3}; última: {4} en el paso {5}; más baja: {6} en el paso {7}.</translation>
    </message>
    <message>
        <source>{0}: precision and recall in one number; higher is better</source>
        <translation>{0}: precisión y exhaustividad en un solo número; cuanto más alto, mejor</translation>
    </message>
    <message>
        <source>It is falling.</source>
        <translation>Está bajando.</translation>
    </message>
    <message>
        <source>It is rising.</source>
        <translation>Está subiendo.</translation>
    </message>
    <message>
        <source>It stays about level.</source>
        <translation>Se mantiene más o menos igual.</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>The file is being taken in</source>
        <translation>Se está leyendo el archivo</translation>
    </message>
    <message>
        <source>See what was found in your rows, and choose what is to be repaired; the last page does it.</source>
        <translation>Vea qué se ha encontrado en sus filas y elija qué se repara; la última página lo hace.</translation>
    </message>
    <message>
        <source>See what was found in your rows, and choose what is to be repaired. Your file is not changed.</source>
        <translation>Vea lo que se encontró en sus filas y elija qué se repara. Su archivo no se modifica.</translation>
    </message>
    <message>
        <source>Apply {0} and go on</source>
        <translation>Aplicar {0} y continuar</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>The rows are being looked over</source>
        <translation>Se están revisando las filas</translation>
    </message>
    <message>
        <source>Taking in the file</source>
        <translation>Leyendo el archivo</translation>
    </message>
    <message>
        <source>Looking over the rows</source>
        <translation>Revisando las filas</translation>
    </message>
    <message>
        <source>Taking in the file: {0} of {1}, {2}</source>
        <translation>Leyendo el archivo: {0} de {1}, {2}</translation>
    </message>
    <message>
        <source>Taking in the file: {0}</source>
        <translation>Leyendo el archivo: {0}</translation>
    </message>
    <message>
        <source>Looking over the rows: {0}</source>
        <translation>Revisando las filas: {0}</translation>
    </message>
</context>
<context>
    <name>CheckpointModel</name>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Pass (epoch)</source>
        <translation>Pasada (época)</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Pérdida de entrenamiento</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>Pérdida de validación</translation>
    </message>
    <message>
        <source>Right tokens in validation</source>
        <translation>Tokens correctos en validación</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Guardado</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Mejor</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>Choose all</source>
        <translation>Elegir todo</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>No elegir nada</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Elegir una carpeta…</translation>
    </message>
    <message>
        <source>Also record answers of the tuned models</source>
        <translation>Grabar también respuestas de los modelos entrenados</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Questions to each model</source>
        <translation>Preguntas a cada modelo</translation>
    </message>
    <message>
        <source>The first of your models was switched off on {0}. Bring home what is still there.</source>
        <translation>El primero de sus modelos se desconectó el {0}. Traiga a casa lo que aún quede.</translation>
    </message>
    <message>
        <source>The first of your models is switched off on {0} (days left: {1}). What is home by then stays.</source>
        <translation>El primero de sus modelos se desconecta el {0} (días restantes: {1}). Lo que para entonces esté en casa se conserva.</translation>
    </message>
    <message>
        <source>{0} of {1} chosen, {2} to fetch</source>
        <translation>Elegidos: {0} de {1}; {2} por descargar</translation>
    </message>
    <message>
        <source>1 model is asked up to {1}, those held back from training first. Your provider charges them like any other answers; afterwards they are kept, even when the model is gone.</source>
        <translation>Se hacen hasta {1} a 1 modelo, primero las apartadas del entrenamiento. Su proveedor las cobra como cualquier otra respuesta; después se conservan, incluso cuando el modelo ya no exista.</translation>
    </message>
    <message>
        <source>{0} models are asked up to {1} each, those held back from training first. Your provider charges them like any other answers; afterwards they are kept, even when the models are gone.</source>
        <translation>Se hacen hasta {1} a cada uno de {0} modelos, primero las apartadas del entrenamiento. Su proveedor las cobra como cualquier otra respuesta; después se conservan, incluso cuando los modelos ya no existan.</translation>
    </message>
    <message>
        <source>When a model is switched off, nobody can ask it any more. Recorded answers let you compare a model that takes its place.</source>
        <translation>Cuando un modelo se desconecta, ya nadie puede preguntarle. Con respuestas grabadas se puede comparar el modelo que lo sustituya.</translation>
    </message>
    <message>
        <source>TuneDesk does not know its prices.</source>
        <translation>TuneDesk no conoce sus precios.</translation>
    </message>
    <message>
        <source>That costs at most about ${0}, by prices read on {1}.</source>
        <translation>Cuesta como mucho unos ${0}, según los precios leídos el {1}.</translation>
    </message>
    <message>
        <source>Folder for what comes home</source>
        <translation>Carpeta para lo que llega a casa</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>Choose two or more to compare them on the same rows. Recorded answers take part like a model.</source>
        <translation>Elija dos o más para compararlos con las mismas filas. Las respuestas grabadas participan como un modelo.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Máximo</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Test rows ({0})</source>
        <translation>Filas de prueba ({0})</translation>
    </message>
    <message>
        <source>Validation rows ({0})</source>
        <translation>Filas de validación ({0})</translation>
    </message>
    <message>
        <source>Training rows ({0}): the model knows them</source>
        <translation>Filas de entrenamiento ({0}): el modelo las conoce</translation>
    </message>
    <message>
        <source>Rows of a file…</source>
        <translation>Filas de un archivo…</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Code for this request</source>
        <translation>Código de esta petición</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lenguaje</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>It asks the same model the same thing in the same way. Your key is not in it: it is read from the environment variable that is named there.</source>
        <translation>Pregunta lo mismo al mismo modelo y de la misma manera. No contiene su clave: se lee de la variable de entorno que allí se nombra.</translation>
    </message>
    <message>
        <source>Start the engine for it with “tunedesk engine --port 8080” in a terminal, where the same variable holds a token of your own choice.</source>
        <translation>Antes, inicie el motor en un terminal con «tunedesk engine --port 8080»; allí la misma variable contiene un token que usted elige.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Copiar el código</translation>
    </message>
</context>
<context>
    <name>ColumnActs</name>
    <message>
        <source>Corrected answer of {0}, from the playground</source>
        <translation>Respuesta corregida de {0}, del Playground</translation>
    </message>
</context>
<context>
    <name>ColumnMenu</name>
    <message>
        <source>Choose a column</source>
        <translation>Elija una columna</translation>
    </message>
</context>
<context>
    <name>ColumnsForm</name>
    <message>
        <source>Column with the answer</source>
        <translation>Columna con la respuesta</translation>
    </message>
    <message>
        <source>Column with the answer that is not preferred</source>
        <translation>Columna con la respuesta no preferida</translation>
    </message>
    <message>
        <source>The worse answer (not preferred)</source>
        <translation>La peor respuesta (no preferida)</translation>
    </message>
    <message>
        <source>What is asked (prompt)</source>
        <translation>Lo que se pregunta (prompt)</translation>
    </message>
    <message>
        <source>The better answer (preferred)</source>
        <translation>La mejor respuesta (preferida)</translation>
    </message>
    <message>
        <source>What the model should answer (completion)</source>
        <translation>Lo que debe responder el modelo (completion)</translation>
    </message>
    <message>
        <source>In the first row: {0}</source>
        <translation>En la primera fila: {0}</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>End the comparison</source>
        <translation>Terminar la comparación</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Copiar la tabla</translation>
    </message>
    <message>
        <source>What sets the trainings apart</source>
        <translation>En qué difieren los entrenamientos</translation>
    </message>
    <message>
        <source>{0} trainings compared</source>
        <translation>{0} entrenamientos comparados</translation>
    </message>
    <message>
        <source>All other settings are the same.</source>
        <translation>Todos los demás ajustes son iguales.</translation>
    </message>
    <message>
        <source>All settings are the same.</source>
        <translation>Todos los ajustes son iguales.</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>Ajustes que difieren</translation>
    </message>
    <message>
        <source>Rows, held against the first</source>
        <translation>Filas, comparadas con las del primero</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Qué resultó</translation>
    </message>
    <message>
        <source>Rows added</source>
        <translation>Filas añadidas</translation>
    </message>
    <message>
        <source>Rows taken away</source>
        <translation>Filas quitadas</translation>
    </message>
    <message>
        <source>Rows in both</source>
        <translation>Filas en ambos</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Asking…</source>
        <translation>Preguntando…</translation>
    </message>
    <message>
        <source>{0} of {1} prompts answered.</source>
        <translation>{0} de {1} prompts respondidos.</translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message>
        <source>Expected “{0}”, came “{1}”: {2}</source>
        <translation>Se esperaba «{0}», llegó «{1}»: {2}</translation>
    </message>
    <message>
        <source>Answer: {0}</source>
        <translation>Respuesta: {0}</translation>
    </message>
    <message>
        <source>Expected: {0}</source>
        <translation>Se esperaba: {0}</translation>
    </message>
</context>
<context>
    <name>ConnectionCard</name>
    <message>
        <source>This address begins with http://, so nothing on the way is encrypted: whoever is in the same network could read your key and your rows. Use it in a network you trust.</source>
        <translation>Esta dirección empieza por http://, así que nada va cifrado por el camino: quien esté en la misma red podría leer su clave y sus filas. Úsela en una red de confianza.</translation>
    </message>
    <message>
        <source>Remove this provider</source>
        <translation>Quitar este proveedor</translation>
    </message>
    <message>
        <source>Prices and dates…</source>
        <translation>Precios y fechas…</translation>
    </message>
    <message>
        <source>What its models cost, and the file in which dates can be changed as well.</source>
        <translation>Lo que cuestan sus modelos, y el archivo en el que también se pueden cambiar las fechas.</translation>
    </message>
    <message>
        <source> The same holds for more of its models ({0} notices in all).</source>
        <translation> Lo mismo vale para otros de sus modelos ({0} avisos en total).</translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>Logarithmic</source>
        <translation>Logarítmica</translation>
    </message>
    <message>
        <source>Without outliers</source>
        <translation>Sin extremos</translation>
    </message>
    <message>
        <source>More curves</source>
        <translation>Más curvas</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>Save or copy</source>
        <translation>Guardar o copiar</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Draw the curves over</source>
        <translation>Dibujar las curvas según</translation>
    </message>
    <message>
        <source>Smoothing in per cent</source>
        <translation>Suavizado en porcentaje</translation>
    </message>
    <message>
        <source>The strong line is an average of the values before it; the thin line behind it is as measured.</source>
        <translation>La línea gruesa es una media de los valores anteriores; la fina de detrás es lo medido.</translation>
    </message>
    <message>
        <source>Equal distances are equal factors: small values can be told apart.</source>
        <translation>Distancias iguales son factores iguales: así se distinguen los valores pequeños.</translation>
    </message>
    <message>
        <source>The scale goes from the lowest 5 % to the highest 5 % of the values, and leaves out what is beyond.</source>
        <translation>La escala va del 5 % más bajo al 5 % más alto de los valores y deja fuera lo que queda más allá.</translation>
    </message>
    <message>
        <source>Show the whole training again, as with a double click or the key 0.</source>
        <translation>Vuelve a mostrar todo el entrenamiento, como con un doble clic o la tecla 0.</translation>
    </message>
    <message>
        <source>Shows every measurement as numbers in place of the curves.</source>
        <translation>Muestra todas las mediciones como números en lugar de las curvas.</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Según</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Suavizado</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Curvas</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>1 answer is still to come: the asking ended before.</source>
        <translation>1 respuesta aún no ha llegado: las preguntas terminaron antes.</translation>
    </message>
    <message>
        <source>{0} answers are still to come: the asking ended before.</source>
        <translation>{0} respuestas aún no han llegado: las preguntas terminaron antes.</translation>
    </message>
</context>
<context>
    <name>Copies</name>
    <message>
        <source>The copy is written: {0}</source>
        <translation>La copia está escrita: {0}</translation>
    </message>
    <message>
        <source>TuneDesk projects (*.tunedesk)</source>
        <translation>Proyectos de TuneDesk (*.tunedesk)</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Guardar una copia</translation>
    </message>
</context>
<context>
    <name>Correcting</name>
    <message>
        <source>Corrected after a test</source>
        <translation>Corregido tras una prueba</translation>
    </message>
</context>
<context>
    <name>CostView</name>
    <message>
        <source>Tokens of the training rows</source>
        <translation>Tokens de las filas de entrenamiento</translation>
    </message>
    <message>
        <source>Passes over them (epochs)</source>
        <translation>Pasadas sobre ellas (épocas)</translation>
    </message>
    <message>
        <source>Tokens read in all</source>
        <translation>Tokens leídos en total</translation>
    </message>
    <message>
        <source>{0}</source>
        <translation>{0}</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>aprox. {0}</translation>
    </message>
    <message>
        <source>The tokens are estimated: this model&apos;s own word list is not here.</source>
        <translation>Los tokens son una estimación: la lista de palabras propia de este modelo no está aquí.</translation>
    </message>
    <message>
        <source>Rows that are already in the project come on top of this.</source>
        <translation>A esto se suman las filas que ya están en el proyecto.</translation>
    </message>
    <message>
        <source>None of these rows is for training, so they cost nothing.</source>
        <translation>Ninguna de estas filas es para entrenar, así que no cuestan nada.</translation>
    </message>
    <message>
        <source>Free of charge, on this computer. The page Training tells how long it takes.</source>
        <translation>Sin coste, en este equipo. La página Entrenamiento dice cuánto tarda.</translation>
    </message>
    <message>
        <source>Free of charge, on this computer: {0} on its processor, and about {1} on the disk.</source>
        <translation>Sin coste, en este equipo: {0} en su procesador y unos {1} en el disco.</translation>
    </message>
    <message>
        <source>What training {0} costs is not known. Look at the provider&apos;s page before you start.</source>
        <translation>No se sabe cuánto cuesta entrenar {0}. Mire la página del proveedor antes de empezar.</translation>
    </message>
    <message>
        <source>Less than $0.01 for training {0}.</source>
        <translation>Menos de $0,01 por entrenar {0}.</translation>
    </message>
    <message>
        <source>About ${0} for training {1}.</source>
        <translation>Unos ${0} por entrenar {1}.</translation>
    </message>
    <message>
        <source>${0} for a million tokens as of {1} (source: {2}). The provider may have changed it since.</source>
        <translation>${0} por millón de tokens, con fecha {1} (fuente: {2}). Puede que el proveedor lo haya cambiado desde entonces.</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>There is no decision of this review to take back.</source>
        <translation>No hay ninguna decisión de esta revisión que deshacer.</translation>
    </message>
    <message>
        <source>Going on where you stopped. The key {0} leads to the first row.</source>
        <translation>Se continúa donde lo dejó. La tecla {0} lleva a la primera fila.</translation>
    </message>
    <message>
        <source>Something else was changed after it. {0} takes that back first.</source>
        <translation>Después se cambió otra cosa. {0} deshace primero eso.</translation>
    </message>
    <message>
        <source>Taken back: row {0} is in question again.</source>
        <translation>Deshecho: la fila {0} vuelve a estar pendiente.</translation>
    </message>
    <message>
        <source>Row {0} is accepted.</source>
        <translation>La fila {0} queda aceptada.</translation>
    </message>
    <message>
        <source>Row {0} is excluded.</source>
        <translation>La fila {0} queda excluida.</translation>
    </message>
    <message>
        <source>Row {0} is marked as a problem.</source>
        <translation>La fila {0} queda marcada como problema.</translation>
    </message>
    <message>
        <source>Row {0} is deleted.</source>
        <translation>La fila {0} se ha eliminado.</translation>
    </message>
</context>
<context>
    <name>DataPlace</name>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Do not go on with this file</source>
        <translation>No seguir con este archivo</translation>
    </message>
    <message>
        <source>Rooms of the data</source>
        <translation>Secciones de los datos</translation>
    </message>
    <message>
        <source>See, change and sort the rows</source>
        <translation>Ver, cambiar y ordenar las filas</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>Leerlo</translation>
    </message>
    <message>
        <source>“{0}” is not in the table yet: you left before the last button. Your answers are kept.</source>
        <translation>«{0}» aún no está en la tabla: lo dejó antes del último botón. Sus respuestas se conservan.</translation>
    </message>
    <message>
        <source>“{0}” is not in the table yet: now it is its turn.</source>
        <translation>«{0}» aún no está en la tabla: ahora le toca.</translation>
    </message>
    <message>
        <source>After it comes “{0}”.</source>
        <translation>Después viene «{0}».</translation>
    </message>
    <message>
        <source>After it come {0} more files.</source>
        <translation>Después vienen {0} archivos más.</translation>
    </message>
</context>
<context>
    <name>DataRooms</name>
    <message>
        <source>Let a model write rows, or work over those you have</source>
        <translation>Dejar que un modelo escriba filas o reelabore las que ya tiene</translation>
    </message>
    <message>
        <source>Make data</source>
        <translation>Crear datos</translation>
    </message>
    <message>
        <source>See which rows mean the same, contradict each other, or are like no other</source>
        <translation>Ver qué filas significan lo mismo, se contradicen o no se parecen a ninguna otra</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Significado</translation>
    </message>
</context>
<context>
    <name>DemandsDialog</name>
    <message>
        <source>Mark those that pass</source>
        <translation>Marcar las que cumplen</translation>
    </message>
    <message>
        <source>The answer is not empty</source>
        <translation>La respuesta no está vacía</translation>
    </message>
    <message>
        <source>It was not cut off, and not refused</source>
        <translation>No quedó cortada ni fue rechazada</translation>
    </message>
    <message>
        <source>It differs from the text before</source>
        <translation>Difiere del texto anterior</translation>
    </message>
    <message>
        <source>It is no longer than so many tokens:</source>
        <translation>No supera este número de tokens:</translation>
    </message>
    <message>
        <source>The most tokens</source>
        <translation>Máximo de tokens</translation>
    </message>
    <message>
        <source>It keeps the label of the row</source>
        <translation>Conserva la clase de la fila</translation>
    </message>
    <message>
        <source>Answers that pass all of these get their mark, all others lose it:</source>
        <translation>Las respuestas que cumplen todo esto reciben su marca; las demás la pierden:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Mark them</source>
        <translation>Marcarlas</translation>
    </message>
    <message>
        <source>{0} answers pass.</source>
        <translation>{0} respuestas cumplen.</translation>
    </message>
    <message>
        <source>1 answer passes.</source>
        <translation>1 respuesta cumple.</translation>
    </message>
</context>
<context>
    <name>Display</name>
    <message>
        <source>It goes on with a text and knows no conversations: it was given this message alone.</source>
        <translation>Continúa un texto y no conoce conversaciones: recibió solo este mensaje.</translation>
    </message>
    <message>
        <source>Your message before this one was not answered, so it was left out here.</source>
        <translation>Su mensaje anterior a este no se respondió, así que aquí se dejó fuera.</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} en {1}</translation>
    </message>
</context>
<context>
    <name>Earlier</name>
    <message>
        <source>What was made in this project</source>
        <translation>Lo creado en este proyecto</translation>
    </message>
    <message>
        <source>Something new</source>
        <translation>Algo nuevo</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>filas</translation>
    </message>
    <message>
        <source>worked over</source>
        <translation>reelaboradas</translation>
    </message>
    <message>
        <source>Tests of this project</source>
        <translation>Pruebas de este proyecto</translation>
    </message>
    <message>
        <source>New test</source>
        <translation>Nueva prueba</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>EarlierDialog</name>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Recuperar</translation>
    </message>
    <message>
        <source>Taken away: {0}. When you close this window it is gone.</source>
        <translation>Quitado: {0}. Al cerrar esta ventana desaparece.</translation>
    </message>
</context>
<context>
    <name>EarlierMenu</name>
    <message>
        <source>{0} ({1} of {2})</source>
        <translation>{0} ({1} de {2})</translation>
    </message>
</context>
<context>
    <name>EditorPage</name>
    <message>
        <source>Data</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Each row is one example to learn from. Changes are saved at once.</source>
        <translation>Cada fila es un ejemplo del que se aprende. Los cambios se guardan al instante.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Check up…</source>
        <translation>Revisar…</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Entrenar un modelo</translation>
    </message>
    <message>
        <source>No project is open. Open, drop or paste your table; its rows will stand here.</source>
        <translation>No hay ningún proyecto abierto. Abra, suelte o pegue su tabla; aquí estarán sus filas.</translation>
    </message>
    <message>
        <source>Reading the rows</source>
        <translation>Leyendo las filas</translation>
    </message>
    <message>
        <source>This project has no rows yet. Open, drop or paste your table to bring some.</source>
        <translation>Este proyecto aún no tiene filas. Abra, suelte o pegue su tabla para traer algunas.</translation>
    </message>
    <message>
        <source>Use my file</source>
        <translation>Usar mi archivo</translation>
    </message>
</context>
<context>
    <name>Ending</name>
    <message>
        <source>ends {0}</source>
        <translation>termina el {0}</translation>
    </message>
    <message>
        <source>switched off since {0}</source>
        <translation>desconectado desde el {0}</translation>
    </message>
</context>
<context>
    <name>Endings</name>
    <message>
        <source>Open {0}</source>
        <translation>Abrir {0}</translation>
    </message>
    <message>
        <source>More such models in these projects: {0}.</source>
        <translation>Más modelos así en estos proyectos: {0}.</translation>
    </message>
    <message>
        <source>Its rows are still in the project: train them again on this computer.</source>
        <translation>Las filas siguen en el proyecto: vuelva a entrenar con ellas en este equipo.</translation>
    </message>
    <message>
        <source>Train the rows again on this computer. Before that day, “Bring my models home” keeps the model’s answers.</source>
        <translation>Vuelva a entrenar con las filas en este equipo. Antes de ese día, «Traer mis modelos a casa» guarda las respuestas del modelo.</translation>
    </message>
    <message>
        <source>{0} and others in {1} were switched off on {2} ({3} models in all).</source>
        <translation>{0} y otros en {1} se desconectaron el {2} ({3} modelos en total).</translation>
    </message>
    <message>
        <source>{0} in {1} was switched off on {2}.</source>
        <translation>{0} en {1} se desconectó el {2}.</translation>
    </message>
    <message>
        <source>{0} and others in {1} will be switched off on {2} ({3} models in all).</source>
        <translation>{0} y otros en {1} se desconectarán el {2} ({3} modelos en total).</translation>
    </message>
    <message>
        <source>{0} in {1} will be switched off on {2}.</source>
        <translation>{0} en {1} se desconectará el {2}.</translation>
    </message>
</context>
<context>
    <name>ExampleModel</name>
    <message>
        <source>Row {0}, {1}: {2}</source>
        <translation>Fila {0}, {1}: {2}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacía</translation>
    </message>
</context>
<context>
    <name>ExampleTable</name>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the rows</source>
        <translation>Exportar las filas</translation>
    </message>
    <message>
        <source>Choose where to save…</source>
        <translation>Elegir dónde guardar…</translation>
    </message>
    <message>
        <source>Looking at the rows</source>
        <translation>Mirando las filas</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx)</source>
        <translation>Libros de Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Folders (*)</source>
        <translation>Carpetas (*)</translation>
    </message>
    <message>
        <source>Writing “{0}”</source>
        <translation>Escribiendo «{0}»</translation>
    </message>
    <message>
        <source>“{0}” is written: {1}, {2}.</source>
        <translation>«{0}» se ha escrito: {1}, {2}.</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>filas</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>This project has no rows yet, so there is nothing to export.</source>
        <translation>Este proyecto aún no tiene filas, así que no hay nada que exportar.</translation>
    </message>
    <message>
        <source>Who gets the file</source>
        <translation>Quién recibe el archivo</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Any program (everything is kept)</source>
        <translation>Cualquier programa (se conserva todo)</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Leave out what {0} does not know</source>
        <translation>Dejar fuera lo que {0} no conoce</translation>
    </message>
    <message>
        <source>Not known there: {0}.</source>
        <translation>Allí no se conoce: {0}.</translation>
    </message>
    <message>
        <source>Without “weight”, all answers of a chat are learnt, also those marked with 0.</source>
        <translation>Sin «weight» se aprenden todas las respuestas de un chat, también las marcadas con 0.</translation>
    </message>
    <message>
        <source>{0} may refuse a file that keeps them.</source>
        <translation>Es posible que {0} no acepte un archivo que los conserve.</translation>
    </message>
</context>
<context>
    <name>Farewell</name>
    <message>
        <source>Keep it</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Eliminar para siempre</translation>
    </message>
    <message>
        <source>Nobody can ask this model any more then. What you have not brought home from {0} is lost with it. It cannot be brought back.</source>
        <translation>Entonces ya nadie puede preguntar a este modelo. Con él se pierde lo que no haya traído a casa desde {0}. No se puede recuperar.</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Eliminarlo</translation>
    </message>
    <message>
        <source>This model can then not be asked or compared any more. Its curve, its answers and your rows stay. It goes to the bin, and can be put back until TuneDesk closes.</source>
        <translation>Después ya no se puede preguntar a este modelo ni compararlo. Se conservan su curva, sus respuestas y sus filas. Va a la papelera y se puede recuperar hasta que se cierre TuneDesk.</translation>
    </message>
    <message>
        <source>Looking what needs it, in this project and in others…</source>
        <translation>Mirando qué lo necesita, en este proyecto y en otros…</translation>
    </message>
    <message>
        <source>What needs it could not be looked up.</source>
        <translation>No se pudo averiguar qué lo necesita.</translation>
    </message>
    <message>
        <source>Also delete the file uploaded for it ({0})</source>
        <translation>Eliminar también el archivo subido para él ({0})</translation>
    </message>
    <message>
        <source>Also delete the {0} files uploaded for it ({1})</source>
        <translation>Eliminar también los {0} archivos subidos para él ({1})</translation>
    </message>
    <message>
        <source>Files that other trainings still need stay: {0}.</source>
        <translation>Se conservan los archivos que aún necesitan otros entrenamientos: {0}.</translation>
    </message>
    <message>
        <source>The copy of your rows that was made for this training is then gone. The rows in your project stay.</source>
        <translation>Entonces desaparece la copia de sus filas que se hizo para este entrenamiento. Las filas de su proyecto se conservan.</translation>
    </message>
    <message>
        <source>Your rows are then gone at {0}, and so is the way to look up what this model has learned. Rows in a project on this computer stay; what is not at home is lost.</source>
        <translation>Entonces sus filas desaparecen de {0}, y con ellas la posibilidad de ver qué aprendió este modelo. Las filas de un proyecto en este equipo se conservan; lo que no esté en casa se pierde.</translation>
    </message>
</context>
<context>
    <name>FetchModel</name>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Progress of fetching {0}</source>
        <translation>Progreso de la descarga de {0}</translation>
    </message>
    <message>
        <source>{0} is on this computer.</source>
        <translation>{0} está en este equipo.</translation>
    </message>
    <message>
        <source>{0} is here and is being prepared.</source>
        <translation>{0} está aquí y se está preparando.</translation>
    </message>
    <message>
        <source>{0} is being fetched.</source>
        <translation>{0} se está descargando.</translation>
    </message>
    <message>
        <source>{0} of {1} is here ({2} %). The rest can come whenever you like.</source>
        <translation>{0} de {1} están aquí ({2} %). El resto puede llegar cuando quiera.</translation>
    </message>
    <message>
        <source>{0} is not on this computer yet. It is fetched once over the internet ({1}); after that no connection is needed.</source>
        <translation>{0} aún no está en este equipo. Se descarga una sola vez por internet ({1}); después no hace falta conexión.</translation>
    </message>
    <message>
        <source>Go on fetching {0}</source>
        <translation>Seguir descargando {0}</translation>
    </message>
    <message>
        <source>Fetch {0} ({1})</source>
        <translation>Descargar {0} ({1})</translation>
    </message>
    <message>
        <source>Go on fetching it</source>
        <translation>Seguir con la descarga</translation>
    </message>
    <message>
        <source>Fetch it ({0})</source>
        <translation>Descargarlo ({0})</translation>
    </message>
    <message>
        <source>Stop fetching</source>
        <translation>Dejar de descargar</translation>
    </message>
    <message>
        <source>Throw away what has come</source>
        <translation>Desechar lo que ha llegado</translation>
    </message>
    <message>
        <source>Take it out of the list</source>
        <translation>Quitarlo de la lista</translation>
    </message>
</context>
<context>
    <name>FilePrompts</name>
    <message>
        <source>Tables and texts (*.csv *.tsv *.txt *.jsonl *.json *.xlsx *.ods *.parquet)</source>
        <translation>Tablas y textos (*.csv *.tsv *.txt *.jsonl *.json *.xlsx *.ods *.parquet)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>A file with prompts</source>
        <translation>Un archivo con prompts</translation>
    </message>
    <message>
        <source>Looking at {0}…</source>
        <translation>Mirando {0}…</translation>
    </message>
    <message>
        <source>{0} prompts read…</source>
        <translation>{0} prompts leídos…</translation>
    </message>
    <message>
        <source>1 prompt read…</source>
        <translation>1 prompt leído…</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>Leyendo {0}…</translation>
    </message>
    <message>
        <source>The file has no prompts in that column.</source>
        <translation>El archivo no tiene prompts en esa columna.</translation>
    </message>
    <message>
        <source>Rows without a prompt, left out: {0}.</source>
        <translation>Filas sin prompt, dejadas fuera: {0}.</translation>
    </message>
    <message>
        <source>The file has more: the first {0} were taken.</source>
        <translation>El archivo tiene más: se tomaron los primeros {0}.</translation>
    </message>
</context>
<context>
    <name>FileRows</name>
    <message>
        <source>Tables and texts (*.csv *.tsv *.jsonl *.json *.xlsx *.ods *.parquet)</source>
        <translation>Tablas y textos (*.csv *.tsv *.jsonl *.json *.xlsx *.ods *.parquet)</translation>
    </message>
    <message>
        <source>A file with questions and answers</source>
        <translation>Un archivo con preguntas y respuestas</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>Leyendo {0}…</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
</context>
<context>
    <name>FilterDialog</name>
    <message>
        <source>Filter</source>
        <translation>Filtrar</translation>
    </message>
    <message>
        <source>Text in one of the fields</source>
        <translation>Texto en uno de los campos</translation>
    </message>
    <message>
        <source>In each group one tick is enough; a row has to fit in every group that has ticks.</source>
        <translation>En cada grupo basta una marca; una fila debe encajar en todos los grupos que tengan marcas.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Found by the check-up</source>
        <translation>Encontrado en la revisión</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Empty field</source>
        <translation>Campo vacío</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>Cualquier longitud</translation>
    </message>
    <message>
        <source>Longer than </source>
        <translation>Más de </translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> tokens</translation>
    </message>
    <message>
        <source>Longer than so many tokens</source>
        <translation>Más de este número de tokens</translation>
    </message>
    <message>
        <source>Changed since a training</source>
        <translation>Cambiadas desde un entrenamiento</translation>
    </message>
    <message>
        <source>Changed since any time</source>
        <translation>Sin importar cuándo cambiaron</translation>
    </message>
    <message>
        <source>Changed since the training of {0}, {1}</source>
        <translation>Cambiadas desde el entrenamiento de {0}, {1}</translation>
    </message>
    <message>
        <source>Order of the rows</source>
        <translation>Orden de las filas</translation>
    </message>
    <message>
        <source>In the order of the table</source>
        <translation>En el orden de la tabla</translation>
    </message>
    <message>
        <source>The longest rows first</source>
        <translation>Las filas más largas primero</translation>
    </message>
    <message>
        <source>The shortest rows first</source>
        <translation>Las filas más cortas primero</translation>
    </message>
    <message>
        <source>Show these rows</source>
        <translation>Mostrar estas filas</translation>
    </message>
</context>
<context>
    <name>FilterRow</name>
    <message>
        <source>Look again</source>
        <translation>Actualizar</translation>
    </message>
    <message>
        <source>Rows may have changed since: show those that fit now (F5)</source>
        <translation>Puede que las filas hayan cambiado: mostrar las que cumplen ahora (F5)</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Which rows are shown</source>
        <translation>Qué filas se muestran</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Mirando …</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>The only row does not fit. Take a condition away.</source>
        <translation>La única fila no cumple. Quite una condición.</translation>
    </message>
    <message>
        <source>None of {0} rows fits. Take a condition away.</source>
        <translation>Ninguna de las {0} filas cumple. Quite una condición.</translation>
    </message>
    <message>
        <source>{0}: take away</source>
        <translation>{0}: quitar</translation>
    </message>
    <message>
        <source>Take this condition away</source>
        <translation>Quitar esta condición</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>Reemplazar por</translation>
    </message>
    <message>
        <source>Capital and small letters differ</source>
        <translation>Distinguir mayúsculas y minúsculas</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Palabra</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>Solo palabras completas</translation>
    </message>
    <message>
        <source>Pattern (regular expression)</source>
        <translation>Patrón (expresión regular)</translation>
    </message>
    <message>
        <source>Find in</source>
        <translation>Buscar en</translation>
    </message>
    <message>
        <source>Replace in</source>
        <translation>Reemplazar en</translation>
    </message>
    <message>
        <source>In all rows shown</source>
        <translation>En las filas mostradas</translation>
    </message>
    <message>
        <source>In the chosen rows</source>
        <translation>En las filas elegidas</translation>
    </message>
    <message>
        <source>In all rows of the project</source>
        <translation>En todas las filas del proyecto</translation>
    </message>
    <message>
        <source>How the search went</source>
        <translation>Cómo fue la búsqueda</translation>
    </message>
    <message>
        <source>Show only these rows</source>
        <translation>Mostrar solo estas filas</translation>
    </message>
    <message>
        <source>Replace in this row</source>
        <translation>Reemplazar en esta fila</translation>
    </message>
    <message>
        <source>Replace all…</source>
        <translation>Reemplazar todo…</translation>
    </message>
    <message>
        <source>In all fields but note and tags</source>
        <translation>En todos los campos salvo nota y etiquetas</translation>
    </message>
    <message>
        <source>In {0}</source>
        <translation>En {0}</translation>
    </message>
    <message>
        <source>Close find</source>
        <translation>Cerrar búsqueda</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>${0}</source>
        <translation>${0}</translation>
    </message>
    <message>
        <source>Against repetition (frequency penalty)</source>
        <translation>Contra la repetición (penalización de frecuencia)</translation>
    </message>
    <message>
        <source>Answers cut off at the longest length</source>
        <translation>Respuestas cortadas en la longitud máxima</translation>
    </message>
    <message>
        <source>Chance (temperature)</source>
        <translation>Azar (temperatura)</translation>
    </message>
    <message>
        <source>Cost of an answer</source>
        <translation>Coste de una respuesta</translation>
    </message>
    <message>
        <source>How different the repeats are (spread)</source>
        <translation>Cuánto difieren las repeticiones (dispersión)</translation>
    </message>
    <message>
        <source>How much an answer repeats itself (runs of 3 words)</source>
        <translation>Cuánto se repite una respuesta (series de 3 palabras)</translation>
    </message>
    <message>
        <source>In front is {0} ({1}), but no best one can be named: {2} of the other {3} settings may be just as good. More prompts would tell them apart.</source>
        <translation>Va por delante {0} ({1}), pero no se puede decir cuál es el mejor: de los otros {3} ajustes, {2} pueden ser igual de buenos. Con más prompts se podrían distinguir.</translation>
    </message>
    <message>
        <source>Length in letters</source>
        <translation>Longitud en caracteres</translation>
    </message>
    <message>
        <source>Likeness to the expected answer (chrF)</source>
        <translation>Parecido con la respuesta esperada (chrF)</translation>
    </message>
    <message>
        <source>New subjects (presence penalty)</source>
        <translation>Temas nuevos (penalización de presencia)</translation>
    </message>
    <message>
        <source>No prompt has an expected answer, so it cannot be said which setting answers best. The other figures show what the settings do.</source>
        <translation>Ningún prompt tiene una respuesta esperada, así que no se puede decir qué ajuste responde mejor. Las demás cifras muestran qué hacen los ajustes.</translation>
    </message>
    <message>
        <source>Right answers to the letter (exact match)</source>
        <translation>Respuestas correctas letra por letra (coincidencia exacta)</translation>
    </message>
    <message>
        <source>Right answers, but for case and spaces (normalised match)</source>
        <translation>Respuestas correctas, salvo mayúsculas y espacios (coincidencia normalizada)</translation>
    </message>
    <message>
        <source>Seconds for an answer</source>
        <translation>Segundos por respuesta</translation>
    </message>
    <message>
        <source>Share of likely words (top_p)</source>
        <translation>Proporción de palabras probables (top_p)</translation>
    </message>
    <message>
        <source>The best setting is {0} ({1}). On the same {2} prompts it does better than every other one.</source>
        <translation>El mejor ajuste es {0} ({1}). Con los mismos {2} prompts lo hace mejor que todos los demás.</translation>
    </message>
    <message>
        <source>There is no difference that one could tell: with {0} prompts, chance alone can put {1} in front ({2}).</source>
        <translation>No hay ninguna diferencia que se pueda distinguir: con {0} prompts, el azar por sí solo puede poner {1} por delante ({2}).</translation>
    </message>
    <message>
        <source>There is one setting only: {0} ({1}).</source>
        <translation>Solo hay un ajuste: {0} ({1}).</translation>
    </message>
    <message>
        <source>This rests on one prompt. It shows what the settings do to it; which one is best in general cannot be told from it.</source>
        <translation>Esto se basa en un solo prompt. Muestra qué le hacen los ajustes; cuál es el mejor en general no se puede saber por él.</translation>
    </message>
    <message>
        <source>cost of an answer</source>
        <translation>coste por respuesta</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>cortadas</translation>
    </message>
    <message>
        <source>free</source>
        <translation>gratis</translation>
    </message>
    <message>
        <source>frequency penalty</source>
        <translation>penalización de frecuencia</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>caracteres</translation>
    </message>
    <message>
        <source>likeness</source>
        <translation>parecido</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation>aún sin respuesta</translation>
    </message>
    <message>
        <source>presence penalty</source>
        <translation>penalización de presencia</translation>
    </message>
    <message>
        <source>repetition</source>
        <translation>repetición</translation>
    </message>
    <message>
        <source>right</source>
        <translation>correctas</translation>
    </message>
    <message>
        <source>right to the letter</source>
        <translation>correctas letra por letra</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>segundos</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>dispersión</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>temperatura</translation>
    </message>
    <message>
        <source>top_p</source>
        <translation>top_p</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0}, by prompt from {1} to {2} ({3})</source>
        <translation>{0}; según el prompt, de {1} a {2} ({3})</translation>
    </message>
    <message>
        <source>{0}, probably from {1} to {2} ({3})</source>
        <translation>{0}; probablemente, de {1} a {2} ({3})</translation>
    </message>
</context>
<context>
    <name>FinderPage</name>
    <message>
        <source>Ask one model in many ways, and see which values of its settings answer best.</source>
        <translation>Pregunte a un modelo de muchas maneras y vea con qué valores de sus ajustes responde mejor.</translation>
    </message>
    <message>
        <source>Value finder</source>
        <translation>Buscador de valores</translation>
    </message>
    <message>
        <source>The value finder keeps what it asks in a project. Open one, or make one from your data.</source>
        <translation>El buscador de valores guarda lo que pregunta en un proyecto. Abra uno o cree uno con sus datos.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Ir a Inicio</translation>
    </message>
    <message>
        <source>Ask {0} times</source>
        <translation>Preguntar {0} veces</translation>
    </message>
    <message>
        <source>Ask once</source>
        <translation>Preguntar una vez</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>New search</source>
        <translation>Nueva búsqueda</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Look for trainings</source>
        <translation>Buscar entrenamientos</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Trainings that this project does not know</source>
        <translation>Entrenamientos que este proyecto no conoce</translation>
    </message>
    <message>
        <source>Trainings of your account that were started elsewhere, or from another project, can be taken up here: with their story and their curves. Nothing changes at their place.</source>
        <translation>Aquí se pueden incorporar entrenamientos de su cuenta que se iniciaron en otro sitio o desde otro proyecto, con su historia y sus curvas. En su lugar de origen no cambia nada.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Asking {0} for its trainings</source>
        <translation>Preguntando a {0} por sus entrenamientos</translation>
    </message>
    <message>
        <source>Taking up {0} trainings</source>
        <translation>Incorporando {0} entrenamientos</translation>
    </message>
    <message>
        <source>Taking up this training</source>
        <translation>Incorporando este entrenamiento</translation>
    </message>
    <message>
        <source>There are no trainings at this place that the project does not know already.</source>
        <translation>En este lugar no hay entrenamientos que el proyecto no conozca ya.</translation>
    </message>
    <message>
        <source>Take up this training</source>
        <translation>Incorporar este entrenamiento</translation>
    </message>
    <message>
        <source>Take up {0} trainings</source>
        <translation>Incorporar {0} entrenamientos</translation>
    </message>
</context>
<context>
    <name>FindingBoard</name>
    <message>
        <source>Accept all recommended</source>
        <translation>Aceptar lo recomendado</translation>
    </message>
    <message>
        <source>Rows that came in: {0}. Examples made of them: {1}. Rows left out: {2}.</source>
        <translation>Filas que llegaron: {0}. Ejemplos hechos con ellas: {1}. Filas dejadas fuera: {2}.</translation>
    </message>
    <message>
        <source>Nothing was found that needs your attention. The rows can stay as they are.</source>
        <translation>No se encontró nada que requiera su atención. Las filas pueden quedarse como están.</translation>
    </message>
    <message>
        <source>No row can take the new form. The reasons stand above, under “Rows left out”.</source>
        <translation>Ninguna fila puede tomar la nueva forma. Los motivos están arriba, en «Filas dejadas fuera».</translation>
    </message>
    <message>
        <source>No row of this file became an example. The reasons stand above, under “Rows left out”.</source>
        <translation>Ninguna fila de este archivo se convirtió en ejemplo. Los motivos están arriba, en «Filas dejadas fuera».</translation>
    </message>
    <message>
        <source>This must be mended before you can go on: {0}</source>
        <translation>Antes de continuar hay que corregir esto: {0}</translation>
    </message>
</context>
<context>
    <name>FindingList</name>
    <message>
        <source>Findings</source>
        <translation>Hallazgos</translation>
    </message>
</context>
<context>
    <name>FindingView</name>
    <message>
        <source>Skip (leave the rows as they are)</source>
        <translation>Omitir (dejar las filas como están)</translation>
    </message>
    <message>
        <source>What TuneDesk can do: {0}</source>
        <translation>Lo que TuneDesk puede hacer: {0}</translation>
    </message>
    <message>
        <source>Accept (recommended)</source>
        <translation>Aceptar (recomendado)</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>TuneDesk cannot mend this for you. Mend it in the table, or go back and answer otherwise.</source>
        <translation>TuneDesk no puede arreglarlo por usted. Arréglelo en la tabla, o vuelva atrás y responda de otro modo.</translation>
    </message>
    <message>
        <source>TuneDesk cannot mend this for you. Mend it in the file, or go back and answer otherwise.</source>
        <translation>TuneDesk no puede corregir esto por usted. Corríjalo en el archivo, o vuelva atrás y responda de otra manera.</translation>
    </message>
    <message>
        <source>TuneDesk does not change this by itself. You can mend it in the table.</source>
        <translation>TuneDesk no cambia esto por sí mismo. Puede arreglarlo en la tabla.</translation>
    </message>
    <message>
        <source>TuneDesk does not change this by itself. You can mend it in the table later, or in the file now.</source>
        <translation>TuneDesk no cambia esto por su cuenta. Puede corregirlo más tarde en la tabla o ahora en el archivo.</translation>
    </message>
    <message>
        <source>Looking up the rows</source>
        <translation>Buscando las filas</translation>
    </message>
    <message>
        <source>The rows, each beside the one that it is like</source>
        <translation>Las filas, cada una junto a la que se le parece</translation>
    </message>
    <message>
        <source>The first {0} of {1} rows, each beside the one that it is like</source>
        <translation>Las primeras {0} de {1} filas, cada una junto a la que se le parece</translation>
    </message>
    <message>
        <source>The first {0} of {1} rows</source>
        <translation>Las primeras {0} de {1} filas</translation>
    </message>
    <message>
        <source>The row</source>
        <translation>La fila</translation>
    </message>
    <message>
        <source>The rows</source>
        <translation>Las filas</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Must be mended</source>
        <translation>Hay que corregirlo</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Consejo</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Conviene saberlo</translation>
    </message>
    <message>
        <source>How much there is</source>
        <translation>Cuánto hay</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Rows that repeat</source>
        <translation>Filas que se repiten</translation>
    </message>
    <message>
        <source>Answers (labels)</source>
        <translation>Respuestas (clases)</translation>
    </message>
    <message>
        <source>Form of prompts and answers</source>
        <translation>Forma de prompts y respuestas</translation>
    </message>
    <message>
        <source>Messages of a chat</source>
        <translation>Mensajes de un chat</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longitud</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Caracteres</translation>
    </message>
    <message>
        <source>Private things</source>
        <translation>Cosas privadas</translation>
    </message>
    <message>
        <source>Training, validation and test</source>
        <translation>Entrenamiento, validación y prueba</translation>
    </message>
    <message>
        <source>will be repaired</source>
        <translation>se reparará</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>omitido</translation>
    </message>
    <message>
        <source>can be repaired</source>
        <translation>se puede reparar</translation>
    </message>
    <message>
        <source>One row was looked over.</source>
        <translation>Se ha revisado una fila.</translation>
    </message>
    <message>
        <source>{0} rows were looked over.</source>
        <translation>Se han revisado {0} filas.</translation>
    </message>
    <message>
        <source>One row cannot take the new form and leaves the table; undo brings it back.</source>
        <translation>Una fila no puede tomar la nueva forma y sale de la tabla; deshacer la devuelve.</translation>
    </message>
    <message>
        <source>{0} rows cannot take the new form and leave the table; undo brings them back.</source>
        <translation>{0} filas no pueden tomar la nueva forma y salen de la tabla; deshacer las devuelve.</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
</context>
<context>
    <name>FoundView</name>
    <message>
        <source>What to list</source>
        <translation>Qué listar</translation>
    </message>
    <message>
        <source>Alike from</source>
        <translation>Parecido desde</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Show them in the table</source>
        <translation>Mostrarlas en la tabla</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Lo encontrado</translation>
    </message>
    <message>
        <source>alike from</source>
        <translation>parecido desde</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Actualizar</translation>
    </message>
    <message>
        <source>Compares every row with every other one: what asks the same, what contradicts, what stands in two parts, and what is like no other.</source>
        <translation>Compara cada fila con todas las demás: cuáles preguntan lo mismo, cuáles se contradicen, cuáles están en dos partes y cuáles no se parecen a ninguna otra.</translation>
    </message>
    <message>
        <source>{0} rows compared.</source>
        <translation>{0} filas comparadas.</translation>
    </message>
    <message>
        <source>1 row compared.</source>
        <translation>1 fila comparada.</translation>
    </message>
    <message>
        <source>{0} have not been read yet.</source>
        <translation>{0} aún no se han leído.</translation>
    </message>
    <message>
        <source>1 has not been read yet.</source>
        <translation>1 aún no se ha leído.</translation>
    </message>
    <message>
        <source>Answers were not read, so contradictions are not looked for.</source>
        <translation>Las respuestas no se leyeron, así que no se buscan contradicciones.</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>No se encontró nada.</translation>
    </message>
</context>
<context>
    <name>GridPlan</name>
    <message>
        <source>Only some combinations, drawn by chance</source>
        <translation>Solo algunas combinaciones, elegidas al azar</translation>
    </message>
    <message>
        <source>Fill in an example</source>
        <translation>Rellenar con un ejemplo</translation>
    </message>
    <message>
        <source>How many of them</source>
        <translation>Cuántas</translation>
    </message>
    <message>
        <source>Number for chance (seed)</source>
        <translation>Número para el azar (semilla)</translation>
    </message>
    <message>
        <source>Write a description of a superhero of about {age} years, a {gender}, who has the power of {power}.</source>
        <translation>Escribe la descripción de un superhéroe o una superheroína ({gender}, de unos {age} años) con el poder de {power}.</translation>
    </message>
    <message>
        <source>What the writing model is asked</source>
        <translation>Qué se pregunta al modelo que escribe</translation>
    </message>
    <message>
        <source>Say exactly what you want. Names in braces, such as {age}, are filled from the lists below.</source>
        <translation>Diga exactamente lo que quiere. Los nombres entre llaves, como {age}, se rellenan con las listas de abajo.</translation>
    </message>
    <message>
        <source>What your model will be asked (training prompt)</source>
        <translation>Qué se preguntará a su modelo (prompt de entrenamiento)</translation>
    </message>
    <message>
        <source>Short: your model learns to do the rest by itself. Empty: the same as above.</source>
        <translation>Corto: su modelo aprende a hacer el resto por sí solo. Vacío: lo mismo que arriba.</translation>
    </message>
    <message>
        <source>What your model shall answer</source>
        <translation>Qué debe responder su modelo</translation>
    </message>
    <message>
        <source>{response} is the place of the writing model&apos;s answer.</source>
        <translation>{response} marca el lugar de la respuesta del modelo que escribe.</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Repeticiones</translation>
    </message>
    <message>
        <source>How often each combination is asked.</source>
        <translation>Cuántas veces se pregunta cada combinación.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valores</translation>
    </message>
    <message>
        <source>Every combination is asked once for each repeat; the first list changes slowest.</source>
        <translation>Cada combinación se pregunta una vez por repetición; la primera lista es la que cambia más despacio.</translation>
    </message>
    <message>
        <source>The first prompt</source>
        <translation>El primer prompt</translation>
    </message>
    <message>
        <source>{0} × {1} = {2}</source>
        <translation>{0} × {1} = {2}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>Your model will be asked: {0}</source>
        <translation>Se preguntará a su modelo: {0}</translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>The rows of this group are not in the table any more.</source>
        <translation>Las filas de este grupo ya no están en la tabla.</translation>
    </message>
    <message>
        <source>Show more rows ({0} are not shown)</source>
        <translation>Mostrar más filas ({0} no se muestran)</translation>
    </message>
    <message>
        <source>Row {0}</source>
        <translation>Fila {0}</translation>
    </message>
    <message>
        <source>{0} · compared with row {1}</source>
        <translation>{0} · comparada con la fila {1}</translation>
    </message>
    <message>
        <source>Use it again</source>
        <translation>Volver a usarla</translation>
    </message>
    <message>
        <source>Keep this, exclude the other</source>
        <translation>Conservar esta, excluir la otra</translation>
    </message>
    <message>
        <source>Keep this, exclude others</source>
        <translation>Conservar esta, excluir las demás</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>Excluir</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
</context>
<context>
    <name>Guiding</name>
    <message>
        <source>That works on the rows of a project. Begin with a table, or open a project.</source>
        <translation>Eso trabaja con las filas de un proyecto. Empiece con una tabla o abra un proyecto.</translation>
    </message>
</context>
<context>
    <name>Heads</name>
    <message>
        <source>Add a model</source>
        <translation>Añadir un modelo</translation>
    </message>
</context>
<context>
    <name>HeatModel</name>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>{0}. The best setting</source>
        <translation>{0}. El mejor ajuste</translation>
    </message>
</context>
<context>
    <name>HeatView</name>
    <message>
        <source>Settings and their figures</source>
        <translation>Ajustes y sus cifras</translation>
    </message>
</context>
<context>
    <name>HelpDialogs</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>HelpPlace</name>
    <message>
        <source>Pages of the help</source>
        <translation>Páginas de la ayuda</translation>
    </message>
    <message>
        <source>What the words of this program mean</source>
        <translation>Qué significan las palabras de este programa</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Palabras</translation>
    </message>
    <message>
        <source>What is fetched or sent, when, and to whom</source>
        <translation>Qué se trae o se envía, cuándo y a quién</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>Which way suits your task</source>
        <translation>Qué camino conviene a su tarea</translation>
    </message>
    <message>
        <source>Fine-tuning or embeddings?</source>
        <translation>¿Ajuste fino o embeddings?</translation>
    </message>
</context>
<context>
    <name>HintLine</name>
    <message>
        <source>New here? The first steps lead from a sample to two answers to compare.</source>
        <translation>¿Es nuevo aquí? Los primeros pasos llevan de una muestra a dos respuestas que comparar.</translation>
    </message>
    <message>
        <source>Everything you change is kept at once, and {0} takes it back, even after a restart.</source>
        <translation>Todo lo que cambia se guarda al momento, y {0} lo deshace, incluso después de reiniciar.</translation>
    </message>
    <message>
        <source>A training goes on when you close this window. {0} explains the words on this page.</source>
        <translation>Un entrenamiento sigue aunque cierre esta ventana. {0} explica las palabras de esta página.</translation>
    </message>
    <message>
        <source>Show me the first steps</source>
        <translation>Mostrar los primeros pasos</translation>
    </message>
    <message>
        <source>Put this hint away</source>
        <translation>Apartar este consejo</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>cut after {0}</source>
        <translation>corte tras {0}</translation>
    </message>
    <message>
        <source>tokens in a row</source>
        <translation>tokens por fila</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Steps, the newest first</source>
        <translation>Pasos, el más reciente primero</translation>
    </message>
    <message>
        <source>Go to this state</source>
        <translation>Ir a este estado</translation>
    </message>
    <message>
        <source>Choose a step: the rows become what they were right after it. You can go forth again.</source>
        <translation>Elija un paso: las filas vuelven a ser como eran justo después de él. También puede volver hacia delante.</translation>
    </message>
    <message>
        <source>1 older step was let go, because the history had grown beyond 2 GB.</source>
        <translation>Se descartó 1 paso antiguo porque el historial había superado los 2 GB.</translation>
    </message>
    <message>
        <source>{0} older steps were let go, because the history had grown beyond 2 GB.</source>
        <translation>Se descartaron {0} pasos antiguos porque el historial había superado los 2 GB.</translation>
    </message>
    <message>
        <source>Going to the state you chose …</source>
        <translation>Yendo al estado elegido …</translation>
    </message>
</context>
<context>
    <name>HowMany</name>
    <message>
        <source>1 answer</source>
        <translation>1 respuesta</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 lugar</translation>
    </message>
    <message>
        <source>1 prompt</source>
        <translation>1 prompt</translation>
    </message>
    <message>
        <source>1 question</source>
        <translation>1 pregunta</translation>
    </message>
    <message>
        <source>1 repeat</source>
        <translation>1 repetición</translation>
    </message>
    <message>
        <source>1 request</source>
        <translation>1 petición</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 fila</translation>
    </message>
    <message>
        <source>1 setting</source>
        <translation>1 ajuste</translation>
    </message>
    <message>
        <source>1 text</source>
        <translation>1 texto</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 token</translation>
    </message>
    <message>
        <source>1 training</source>
        <translation>1 entrenamiento</translation>
    </message>
    <message>
        <source>1 variation</source>
        <translation>1 variación</translation>
    </message>
    <message>
        <source>{0} answers</source>
        <translation>{0} respuestas</translation>
    </message>
    <message>
        <source>{0} places</source>
        <translation>{0} lugares</translation>
    </message>
    <message>
        <source>{0} prompts</source>
        <translation>{0} prompts</translation>
    </message>
    <message>
        <source>{0} questions</source>
        <translation>{0} preguntas</translation>
    </message>
    <message>
        <source>{0} repeats</source>
        <translation>{0} repeticiones</translation>
    </message>
    <message>
        <source>{0} requests</source>
        <translation>{0} peticiones</translation>
    </message>
    <message>
        <source>{0} rows</source>
        <translation>{0} filas</translation>
    </message>
    <message>
        <source>{0} settings</source>
        <translation>{0} ajustes</translation>
    </message>
    <message>
        <source>{0} texts</source>
        <translation>{0} textos</translation>
    </message>
    <message>
        <source>{0} tokens</source>
        <translation>{0} tokens</translation>
    </message>
    <message>
        <source>{0} trainings</source>
        <translation>{0} entrenamientos</translation>
    </message>
    <message>
        <source>{0} variations</source>
        <translation>{0} variaciones</translation>
    </message>
</context>
<context>
    <name>HubKey</name>
    <message>
        <source>Hub token</source>
        <translation>Token del hub</translation>
    </message>
    <message>
        <source>Some makers give their models only to those who agree to their licence. Agree on the model&apos;s page; then make a token there (under Settings, Access Tokens; to read is enough) and paste it here. It is kept in the password store of this computer and shown to {0} alone.</source>
        <translation>Algunos autores solo dan sus modelos a quienes aceptan su licencia. Acéptela en la página del modelo; después cree allí un token (en Settings, Access Tokens; basta con permiso de lectura) y péguelo aquí. Se guarda en el llavero de este equipo y solo se muestra a {0}.</translation>
    </message>
    <message>
        <source>Open the model&apos;s page in the browser</source>
        <translation>Abrir la página del modelo en el navegador</translation>
    </message>
    <message>
        <source>Open the hub in the browser</source>
        <translation>Abrir el hub en el navegador</translation>
    </message>
    <message>
        <source>Not opened while offline</source>
        <translation>No se abre sin conexión</translation>
    </message>
</context>
<context>
    <name>InternetPage</name>
    <message>
        <source>What needs the internet</source>
        <translation>Qué necesita internet</translation>
    </message>
    <message>
        <source>Nothing is fetched or sent unless you ask for it. There is no account, and nobody counts you.</source>
        <translation>Nada se trae ni se envía si usted no lo pide. No hay cuenta, y nadie le cuenta.</translation>
    </message>
    <message>
        <source>Open Preferences, Network</source>
        <translation>Abrir Preferencias, Red</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>A quién</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Qué se envía</translation>
    </message>
    <message>
        <source>You stay offline: nothing in this table below the first line happens.</source>
        <translation>Usted sigue sin conexión: nada de esta tabla por debajo de la primera línea ocurre.</translation>
    </message>
    <message>
        <source>You can forbid all of it: switch on “Stay offline”.</source>
        <translation>Puede prohibirlo todo: active «Seguir sin conexión».</translation>
    </message>
    <message>
        <source>At any time, also offline</source>
        <translation>En cualquier momento, también sin conexión</translation>
    </message>
    <message>
        <source>To nobody</source>
        <translation>A nadie</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>Preparing rows, training and asking on this computer</source>
        <translation>Preparar filas, entrenar y preguntar en este equipo</translation>
    </message>
    <message>
        <source>The Python package index that your computer is set to</source>
        <translation>El índice de paquetes de Python que usa su equipo</translation>
    </message>
    <message>
        <source>The names of the packages; nothing of yours</source>
        <translation>Los nombres de los paquetes; nada suyo</translation>
    </message>
    <message>
        <source>Fetching the starter model (93 MB)</source>
        <translation>Traer el modelo inicial (93 MB)</translation>
    </message>
    <message>
        <source>Once, when you press its button; not if it came with the program</source>
        <translation>Una vez, al pulsar su botón; no si vino con el programa</translation>
    </message>
    <message>
        <source>Fetching the model that compares meanings (84 MB)</source>
        <translation>Traer el modelo que compara significados (84 MB)</translation>
    </message>
    <message>
        <source>Once, when you press its button</source>
        <translation>Una vez, al pulsar su botón</translation>
    </message>
    <message>
        <source>Setting up training on this computer</source>
        <translation>Preparar este equipo para entrenar</translation>
    </message>
    <message>
        <source>The same index, or that of PyTorch</source>
        <translation>El mismo índice o el de PyTorch</translation>
    </message>
    <message>
        <source>Fetching another open model</source>
        <translation>Traer otro modelo abierto</translation>
    </message>
    <message>
        <source>When you choose it in Models and press its button</source>
        <translation>Cuando lo elige en Modelos y pulsa su botón</translation>
    </message>
    <message>
        <source>The hub of open models</source>
        <translation>El hub de modelos abiertos</translation>
    </message>
    <message>
        <source>The model’s name; your key for the hub, if you keep one</source>
        <translation>El nombre del modelo; su clave del hub, si guarda una</translation>
    </message>
    <message>
        <source>Looking for a newer TuneDesk</source>
        <translation>Buscar un TuneDesk más nuevo</translation>
    </message>
    <message>
        <source>When you ask, or once a day if you agreed to that</source>
        <translation>Cuando lo pide, o una vez al día si lo ha aceptado</translation>
    </message>
    <message>
        <source>The address in the preferences</source>
        <translation>La dirección de las preferencias</translation>
    </message>
    <message>
        <source>Only the question; nothing of yours</source>
        <translation>Solo la pregunta; nada suyo</translation>
    </message>
    <message>
        <source>The provider you added</source>
        <translation>El proveedor que ha añadido</translation>
    </message>
    <message>
        <source>Training at a provider</source>
        <translation>Entrenar en un proveedor</translation>
    </message>
    <message>
        <source>When you press “Start training”</source>
        <translation>Cuando pulsa «Empezar a entrenar»</translation>
    </message>
    <message>
        <source>Your rows for training and validation, the settings, your key; said beside the button</source>
        <translation>Sus filas de entrenamiento y validación, los ajustes, su clave; se dice junto al botón</translation>
    </message>
    <message>
        <source>Asking a model of a provider</source>
        <translation>Preguntar a un modelo de un proveedor</translation>
    </message>
    <message>
        <source>When you ask, test, make data or compare meanings with it</source>
        <translation>Cuando pregunta, prueba, crea datos o compara significados con él</translation>
    </message>
    <message>
        <source>What is asked, with the texts that belong to it, the settings, your key</source>
        <translation>Lo que se pregunta, con los textos que le pertenecen, los ajustes, su clave</translation>
    </message>
    <message>
        <source>Knowing which models and trainings a provider has</source>
        <translation>Saber qué modelos y entrenamientos tiene un proveedor</translation>
    </message>
    <message>
        <source>When you open a page that lists them, and while a training there is followed</source>
        <translation>Cuando abre una página que los enumera, y mientras se sigue allí un entrenamiento</translation>
    </message>
    <message>
        <source>Your key and the names of trainings; no rows</source>
        <translation>Su clave y los nombres de los entrenamientos; ninguna fila</translation>
    </message>
    <message>
        <source>Bringing your models home</source>
        <translation>Traer sus modelos a casa</translation>
    </message>
    <message>
        <source>When you choose an account and press its button</source>
        <translation>Cuando elige una cuenta y pulsa su botón</translation>
    </message>
    <message>
        <source>The account you chose</source>
        <translation>La cuenta que ha elegido</translation>
    </message>
    <message>
        <source>Your key and the names of what is fetched; test questions, if you have old answers recorded</source>
        <translation>Su clave y los nombres de lo que se trae; preguntas de prueba, si hace registrar respuestas antiguas</translation>
    </message>
</context>
<context>
    <name>ItemPane</name>
    <message>
        <source>Prompt of the row</source>
        <translation>Prompt de la fila</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Como era</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>What the model was asked</source>
        <translation>Qué se preguntó al modelo</translation>
    </message>
</context>
<context>
    <name>ItemsModel</name>
    <message>
        <source>Take</source>
        <translation>Tomar</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>in the table</source>
        <translation>en la tabla</translation>
    </message>
    <message>
        <source>row has changed</source>
        <translation>la fila cambió</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
    <message>
        <source>being asked</source>
        <translation>preguntando</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>con respuesta</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacía</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>cortada</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>{0}, changed by you</source>
        <translation>{0}, cambiada por usted</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Trainings of this project</source>
        <translation>Entrenamientos de este proyecto</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>Nuevo entrenamiento</translation>
    </message>
    <message>
        <source>Validation loss {0}</source>
        <translation>Pérdida de validación {0}</translation>
    </message>
</context>
<context>
    <name>JudgeDialog</name>
    <message>
        <source>Let a model judge the answers</source>
        <translation>Dejar que un modelo juzgue las respuestas</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>Juez</translation>
    </message>
    <message>
        <source>A mark from 1 to 5 for each answer</source>
        <translation>Una puntuación de 1 a 5 para cada respuesta</translation>
    </message>
    <message>
        <source>Good or not, for each answer</source>
        <translation>Buena o no, para cada respuesta</translation>
    </message>
    <message>
        <source>Which is better: {0} or {1}, asked in both orders</source>
        <translation>Cuál es mejor: {0} o {1}, preguntado en ambos órdenes</translation>
    </message>
    <message>
        <source>A model reads each answer and says what it thinks of it. That is an opinion and no measurement: it can be wrong, and it is easily swayed by length, by order, and by answers that sound like its own.</source>
        <translation>Un modelo lee cada respuesta y dice qué le parece. Eso es una opinión y no una medición: puede equivocarse y se deja influir fácilmente por la longitud, por el orden y por las respuestas que suenan como las suyas.</translation>
    </message>
    <message>
        <source>Say in a few sentences what makes an answer good, and what makes it bad.</source>
        <translation>Diga en pocas frases qué hace buena una respuesta y qué la hace mala.</translation>
    </message>
    <message>
        <source>What it gives</source>
        <translation>Qué da</translation>
    </message>
    <message>
        <source>Rubric</source>
        <translation>Rúbrica</translation>
    </message>
    <message>
        <source>Use the usual words</source>
        <translation>Usar las palabras habituales</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Let it judge</source>
        <translation>Que juzgue</translation>
    </message>
    <message>
        <source>It judges its own answers as well, and models like what they wrote themselves.</source>
        <translation>También juzga sus propias respuestas, y a los modelos les gusta lo que han escrito ellos mismos.</translation>
    </message>
</context>
<context>
    <name>JudgeView</name>
    <message>
        <source>What judges have said</source>
        <translation>Lo que han dicho los jueces</translation>
    </message>
    <message>
        <source>Progress of the judge</source>
        <translation>Progreso del juez</translation>
    </message>
    <message>
        <source>Let a model judge…</source>
        <translation>Que juzgue un modelo…</translation>
    </message>
    <message>
        <source>The opinion of a model about each answer, by a rubric of your own. It is no measurement.</source>
        <translation>La opinión de un modelo sobre cada respuesta, según una rúbrica suya. No es una medición.</translation>
    </message>
    <message>
        <source>A model as judge</source>
        <translation>Un modelo como juez</translation>
    </message>
    <message>
        <source>{0} of {1} judged.</source>
        <translation>{0} de {1} juzgadas.</translation>
    </message>
    <message>
        <source>Pause the judge</source>
        <translation>Pausar el juez</translation>
    </message>
    <message>
        <source>Go on: {0} to judge</source>
        <translation>Continuar: {0} por juzgar</translation>
    </message>
</context>
<context>
    <name>Judging</name>
    <message>
        <source>There is no model that could judge.</source>
        <translation>No hay ningún modelo que pueda juzgar.</translation>
    </message>
    <message>
        <source>Better {0}: {2}; better {1}: {3}; neither: {4}.</source>
        <translation>Mejor {0}: {2}; mejor {1}: {3}; ninguno: {4}.</translation>
    </message>
    <message>
        <source>Good, says {0}</source>
        <translation>Buenas, según {0}</translation>
    </message>
    <message>
        <source>How many answers a model found good as judge: an opinion, no measurement.</source>
        <translation>Cuántas respuestas le parecieron buenas a un modelo como juez: una opinión, no una medición.</translation>
    </message>
    <message>
        <source>In 1 row, {1} of those asked, it said something else once the sides were swapped: it is a tie.</source>
        <translation>En 1 fila, el {1} de las preguntadas, dijo otra cosa al intercambiar los lados: cuenta como empate.</translation>
    </message>
    <message>
        <source>In {0} rows, {1} of those asked, it said something else once the sides were swapped: they are ties.</source>
        <translation>En {0} filas, el {1} de las preguntadas, dijo otra cosa al intercambiar los lados: cuentan como empates.</translation>
    </message>
    <message>
        <source>It leans to what stands first.</source>
        <translation>Se inclina por lo que está en primer lugar.</translation>
    </message>
    <message>
        <source>It leans to what stands second.</source>
        <translation>Se inclina por lo que está en segundo lugar.</translation>
    </message>
    <message>
        <source>It said the same in both orders each time.</source>
        <translation>Dijo lo mismo en los dos órdenes todas las veces.</translation>
    </message>
    <message>
        <source>Judged better: {0}</source>
        <translation>Juzgado mejor: {0}</translation>
    </message>
    <message>
        <source>Judged otherwise with sides swapped</source>
        <translation>Juicio distinto al intercambiar los lados</translation>
    </message>
    <message>
        <source>Judged poor: {0}</source>
        <translation>Juzgado malo: {0}</translation>
    </message>
    <message>
        <source>Mark of {0} (1 to {1})</source>
        <translation>Puntuación de {0} (1 a {1})</translation>
    </message>
    <message>
        <source>That gives {0} {1} of the rows, a tie counting half.</source>
        <translation>Eso da a {0} el {1} de las filas; un empate cuenta la mitad.</translation>
    </message>
    <message>
        <source>The mean of the marks that a model gave as judge: an opinion, no measurement.</source>
        <translation>La media de las puntuaciones que dio un modelo como juez: una opinión, no una medición.</translation>
    </message>
    <message>
        <source>Verdicts that could not be read and count for nothing: {0}.</source>
        <translation>Veredictos que no se pudieron leer y no cuentan: {0}.</translation>
    </message>
    <message>
        <source>Where both answers are the same ({0}) it was not asked: neither is better.</source>
        <translation>Donde las dos respuestas son iguales ({0}) no se le preguntó: ninguna es mejor.</translation>
    </message>
    <message>
        <source>{0} finds {1} of {2} of {3} good: {4}.</source>
        <translation>A {0} le parecen buenas {1} de {2} de {3}: {4}.</translation>
    </message>
    <message>
        <source>{0} gives {1} a {2} of {3} on average, for {4}.</source>
        <translation>{0} da a {1} un {2} de {3} en promedio, en {4}.</translation>
    </message>
    <message>
        <source>Whose answers {0} prefers cannot be told from this test: {1} or {2}.</source>
        <translation>Con esta prueba no se puede saber qué respuestas prefiere {0}: las de {1} o las de {2}.</translation>
    </message>
    <message>
        <source>good</source>
        <translation>buena</translation>
    </message>
    <message>
        <source>good or not</source>
        <translation>buena o no</translation>
    </message>
    <message>
        <source>mark {0}</source>
        <translation>puntuación {0}</translation>
    </message>
    <message>
        <source>marks</source>
        <translation>puntuaciones</translation>
    </message>
    <message>
        <source>neither is better</source>
        <translation>ninguna es mejor</translation>
    </message>
    <message>
        <source>not good</source>
        <translation>no es buena</translation>
    </message>
    <message>
        <source>the verdict cannot be read</source>
        <translation>el veredicto no se puede leer</translation>
    </message>
    <message>
        <source>which is better</source>
        <translation>cuál es mejor</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} a {2})</translation>
    </message>
    <message>
        <source>{0} first, {1} second</source>
        <translation>primero {0}, después {1}</translation>
    </message>
    <message>
        <source>{0} is better</source>
        <translation>{0} es mejor</translation>
    </message>
    <message>
        <source>{0} prefers {1} to {2}.</source>
        <translation>{0} prefiere {1} a {2}.</translation>
    </message>
    <message>
        <source>{0}: {1} ({2})</source>
        <translation>{0}: {1} ({2})</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>Keep this setting</source>
        <translation>Guardar este ajuste</translation>
    </message>
    <message>
        <source>What is it called?</source>
        <translation>¿Cómo se llama?</translation>
    </message>
    <message>
        <source>Kept as “{0}”. It is among the presets of Compare.</source>
        <translation>Guardado como «{0}». Está entre los preajustes de Comparar.</translation>
    </message>
</context>
<context>
    <name>KeptChoice</name>
    <message>
        <source>Take the examples as they are</source>
        <translation>Tomar los ejemplos como están</translation>
    </message>
    <message>
        <source>Make new examples of the columns</source>
        <translation>Crear nuevos ejemplos con las columnas</translation>
    </message>
    <message>
        <source>These are {0} already.</source>
        <translation>Ya son {0}.</translation>
    </message>
</context>
<context>
    <name>KeyBox</name>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>Pegue aquí la clave</translation>
    </message>
    <message>
        <source>Keep the key</source>
        <translation>Guardar la clave</translation>
    </message>
    <message>
        <source>Only until TuneDesk is closed</source>
        <translation>Solo hasta que se cierre TuneDesk</translation>
    </message>
    <message>
        <source>Forget the key</source>
        <translation>Olvidar la clave</translation>
    </message>
    <message>
        <source>Move it into the password store</source>
        <translation>Pasarla al llavero</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Actualizar</translation>
    </message>
    <message>
        <source>Waiting for your password store…</source>
        <translation>Esperando a su llavero…</translation>
    </message>
</context>
<context>
    <name>KeyHelp</name>
    <message>
        <source>Help with key and costs</source>
        <translation>Ayuda sobre clave y costes</translation>
    </message>
    <message>
        <source>Get a key</source>
        <translation>Obtener clave</translation>
    </message>
    <message>
        <source>Set a spending limit</source>
        <translation>Fijar un límite de gasto</translation>
    </message>
    <message>
        <source>See what was used</source>
        <translation>Ver lo consumido</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>Abrir en el navegador</translation>
    </message>
    <message>
        <source>{0}: open {1} in the browser</source>
        <translation>{0}: abrir {1} en el navegador</translation>
    </message>
    <message>
        <source>Not opened while offline</source>
        <translation>No se abre sin conexión</translation>
    </message>
</context>
<context>
    <name>KeyWords</name>
    <message>
        <source>The key that ends with {0} is in the password store of this computer ({1}).</source>
        <translation>La clave que termina en {0} está en el llavero de este equipo ({1}).</translation>
    </message>
    <message>
        <source>The key that ends with {0} is kept until TuneDesk is closed and written nowhere: you chose it so, or this computer has no password store that would keep it (on Linux, GNOME Keyring or KeePassXC can be one).</source>
        <translation>La clave que termina en {0} se conserva hasta que se cierre TuneDesk y no se escribe en ningún sitio: así lo eligió usted, o este equipo no tiene un llavero que la guarde (en Linux pueden serlo GNOME Keyring o KeePassXC).</translation>
    </message>
    <message>
        <source>The key that ends with {0} comes from a variable that you set. It is used while TuneDesk runs and is written nowhere.</source>
        <translation>La clave que termina en {0} procede de una variable que usted definió. Se usa mientras TuneDesk está abierto y no se escribe en ningún sitio.</translation>
    </message>
    <message>
        <source>There is no key yet.</source>
        <translation>Aún no hay clave.</translation>
    </message>
    <message>
        <source>The password store of this computer is locked, or waits for you. Unlock it, then look again.</source>
        <translation>El llavero de este equipo está bloqueado o espera una respuesta suya. Desbloquéelo y luego pulse «Actualizar».</translation>
    </message>
    <message>
        <source>The key was stored by another password store than the one that answers now. Enter it once more.</source>
        <translation>La clave la guardó otro llavero, distinto del que responde ahora. Introdúzcala una vez más.</translation>
    </message>
    <message>
        <source>There is no key yet. This computer has no password store, so a key lasts until TuneDesk is closed.</source>
        <translation>Aún no hay clave. Este equipo no tiene llavero, así que una clave dura hasta que se cierre TuneDesk.</translation>
    </message>
</context>
<context>
    <name>LaterBox</name>
    <message>
        <source>Afterwards, show me side by side which rows are alike</source>
        <translation>Después, mostrarme lado a lado las filas parecidas</translation>
    </message>
</context>
<context>
    <name>LeavingDialog</name>
    <message>
        <source>Quit TuneDesk?</source>
        <translation>¿Salir de TuneDesk?</translation>
    </message>
    <message>
        <source>Something is still under way, and would end with TuneDesk</source>
        <translation>Algo sigue en marcha y terminaría con TuneDesk</translation>
    </message>
    <message>
        <source>Trainings on this computer go on without it.</source>
        <translation>Los entrenamientos en este equipo siguen también sin TuneDesk.</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>Salir de todos modos</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Quedarse</translation>
    </message>
</context>
<context>
    <name>LeftOut</name>
    <message>
        <source>Rows left out</source>
        <translation>Filas dejadas fuera</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>… and {0} more</source>
        <translation>… y {0} más</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>What the colours mean</source>
        <translation>Qué significan los colores</translation>
    </message>
    <message>
        <source>Bring out these rows and let the others fade</source>
        <translation>Destacar estas filas y atenuar las demás</translation>
    </message>
</context>
<context>
    <name>LengthLine</name>
    <message>
        <source>{0} tokens: {1} more than the model takes. What is shaded would be cut.</source>
        <translation>{0} tokens: {1} más de los que admite el modelo. Lo sombreado se cortaría.</translation>
    </message>
    <message>
        <source>{0} tokens: {1} more than the model takes.</source>
        <translation>{0} tokens: {1} más de los que admite el modelo.</translation>
    </message>
    <message>
        <source>{0}, {1} of them to be learned</source>
        <translation>{0}, de los que se aprenden {1}</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>unos {0}</translation>
    </message>
    <message>
        <source> · at most {0}</source>
        <translation> · como mucho {0}</translation>
    </message>
</context>
<context>
    <name>LongLine</name>
    <message>
        <source>How far the change is</source>
        <translation>Cuánto lleva el cambio</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel the change</source>
        <translation>Cancelar el cambio</translation>
    </message>
    <message>
        <source>{0}: taking back what was begun …</source>
        <translation>{0}: deshaciendo lo empezado …</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} de {2}</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>Loss</name>
    <message>
        <source>A training that is not over goes on from it, and may break off without it.</source>
        <translation>Un entrenamiento que aún no ha terminado continúa a partir de él y puede interrumpirse si falta.</translation>
    </message>
    <message>
        <source>Checkpoints of it that stay and can still be asked: {0}.</source>
        <translation>Puntos de control suyos que se quedan y a los que aún se puede preguntar: {0}.</translation>
    </message>
    <message>
        <source>In this project it takes part in {0}. Its answers stay; none can be added.</source>
        <translation>En este proyecto participa en {0}. Sus respuestas se conservan; no se pueden añadir más.</translation>
    </message>
    <message>
        <source>Other projects use it, too: {0}.</source>
        <translation>También lo usan otros proyectos: {0}.</translation>
    </message>
    <message>
        <source>Projects that could not be looked into: {0}.</source>
        <translation>Proyectos que no se pudieron consultar: {0}.</translation>
    </message>
    <message>
        <source>These tuned models cannot be asked without it: {0}. They work again when it is back.</source>
        <translation>Sin él no se puede preguntar a estos modelos entrenados: {0}. Vuelven a funcionar cuando esté de nuevo.</translation>
    </message>
    <message>
        <source>Trainings of this project that went on from it: {0}. They stay as they are.</source>
        <translation>Entrenamientos de este proyecto que continuaron a partir de él: {0}. Se quedan como están.</translation>
    </message>
    <message>
        <source>What lies at its place could not be looked up, so files uploaded for it stay there.</source>
        <translation>No se pudo consultar lo que hay en su lugar, así que los archivos que se subieron para él se quedan allí.</translation>
    </message>
    <message>
        <source>blind votes: {0}</source>
        <translation>votaciones a ciegas: {0}</translation>
    </message>
    <message>
        <source>comparisons: {0}</source>
        <translation>comparaciones: {0}</translation>
    </message>
    <message>
        <source>tests: {0}</source>
        <translation>pruebas: {0}</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} y {1} más</translation>
    </message>
</context>
<context>
    <name>MadeOf</name>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Training rows</source>
        <translation>Filas de entrenamiento</translation>
    </message>
    <message>
        <source>Validation rows</source>
        <translation>Filas de validación</translation>
    </message>
    <message>
        <source>Passes over the rows (epochs)</source>
        <translation>Pasadas sobre las filas (épocas)</translation>
    </message>
    <message>
        <source>Rows learned at once (batch size)</source>
        <translation>Filas que se aprenden a la vez (tamaño de lote)</translation>
    </message>
    <message>
        <source>Learning rate multiplier</source>
        <translation>Multiplicador de la tasa de aprendizaje</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>Stops after so many passes without progress</source>
        <translation>Se detiene tras tantas pasadas sin progreso</translation>
    </message>
    <message>
        <source>Measured of classes</source>
        <translation>Medido según las clases</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Last training loss</source>
        <translation>Última pérdida de entrenamiento</translation>
    </message>
    <message>
        <source>Last validation loss</source>
        <translation>Última pérdida de validación</translation>
    </message>
    <message>
        <source>Lowest validation loss</source>
        <translation>Pérdida de validación más baja</translation>
    </message>
    <message>
        <source>{0} at step {1}</source>
        <translation>{0} en el paso {1}</translation>
    </message>
    <message>
        <source>Right tokens in validation</source>
        <translation>Tokens correctos en validación</translation>
    </message>
    <message>
        <source>Right classes in validation</source>
        <translation>Clases correctas en validación</translation>
    </message>
    <message>
        <source>Weighted F1</source>
        <translation>F1 ponderado</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precisión</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Exhaustividad</translation>
    </message>
    <message>
        <source>Tokens learned</source>
        <translation>Tokens aprendidos</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Tuned model</source>
        <translation>Modelo entrenado</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Iniciado</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Planeado</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Proyecto</translation>
    </message>
    <message>
        <source>Sent to</source>
        <translation>Enviado a</translation>
    </message>
    <message>
        <source>Fingerprint of all rows (SHA-256)</source>
        <translation>Huella de todas las filas (SHA-256)</translation>
    </message>
    <message>
        <source>Tokens of the training rows</source>
        <translation>Tokens de las filas de entrenamiento</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Left out of the rows</source>
        <translation>Excluido de las filas</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>Hecho con</translation>
    </message>
    <message>
        <source>Mark of this run</source>
        <translation>Marca de esta ejecución</translation>
    </message>
    <message>
        <source>The provider&apos;s name for the training</source>
        <translation>Nombre del entrenamiento en el proveedor</translation>
    </message>
    <message>
        <source>Training file</source>
        <translation>Archivo de entrenamiento</translation>
    </message>
    <message>
        <source>Validation file</source>
        <translation>Archivo de validación</translation>
    </message>
    <message>
        <source>Result files</source>
        <translation>Archivos de resultados</translation>
    </message>
    <message>
        <source>From preferences (DPO)</source>
        <translation>Con preferencias (DPO)</translation>
    </message>
    <message>
        <source>From examples (supervised)</source>
        <translation>Con ejemplos (supervisado)</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} clases</translation>
    </message>
    <message>
        <source>“{0}” of {1} classes, {2}</source>
        <translation>«{0}» de {1} clases, {2}</translation>
    </message>
    <message>
        <source>${0} for a million tokens, read on {1}</source>
        <translation>${0} por millón de tokens, leído el {1}</translation>
    </message>
    <message>
        <source>File with the training rows</source>
        <translation>Archivo con las filas de entrenamiento</translation>
    </message>
    <message>
        <source>File with the validation rows</source>
        <translation>Archivo con las filas de validación</translation>
    </message>
</context>
<context>
    <name>MakingPage</name>
    <message>
        <source>Let a model write rows, look at each answer, and keep those that are good.</source>
        <translation>Deje que un modelo escriba filas, mire cada respuesta y conserve las buenas.</translation>
    </message>
    <message>
        <source>Make data with a model</source>
        <translation>Crear datos con un modelo</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Entrenar un modelo</translation>
    </message>
    <message>
        <source>What a model writes is kept in a project. Open one, or make one from your data.</source>
        <translation>Lo que escribe un modelo se guarda en un proyecto. Abra uno o cree uno con sus datos.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Ir a Inicio</translation>
    </message>
    <message>
        <source>Ask {0} times</source>
        <translation>Preguntar {0} veces</translation>
    </message>
    <message>
        <source>Ask once</source>
        <translation>Preguntar una vez</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Go on ({0} are missing)</source>
        <translation>Continuar (faltan {0})</translation>
    </message>
    <message>
        <source>Go on (1 is missing)</source>
        <translation>Continuar (falta 1)</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>Mostrar en la tabla</translation>
    </message>
    <message>
        <source>Something new</source>
        <translation>Algo nuevo</translation>
    </message>
</context>
<context>
    <name>MapBoard</name>
    <message>
        <source>How the map is drawn</source>
        <translation>Cómo se dibuja el mapa</translation>
    </message>
    <message>
        <source>Quick map</source>
        <translation>Mapa rápido</translation>
    </message>
    <message>
        <source>Careful map (takes minutes)</source>
        <translation>Mapa cuidado (tarda minutos)</translation>
    </message>
    <message>
        <source>What the colours show</source>
        <translation>Qué muestran los colores</translation>
    </message>
    <message>
        <source>Whole map</source>
        <translation>Mapa completo</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Mover</translation>
    </message>
    <message>
        <source>Drag the map; the wheel makes it larger</source>
        <translation>Arrastre el mapa; la rueda lo amplía</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rectángulo</translation>
    </message>
    <message>
        <source>Draw a rectangle around rows to choose them</source>
        <translation>Dibuje un rectángulo alrededor de las filas para elegirlas</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lazo</translation>
    </message>
    <message>
        <source>Draw a line around rows to choose them</source>
        <translation>Dibuje una línea alrededor de las filas para elegirlas</translation>
    </message>
    <message>
        <source>Map of {0} rows. {1}. Arrow keys go from row to row.</source>
        <translation>Mapa de {0} filas. {1}. Las teclas de flecha van de fila en fila.</translation>
    </message>
    <message>
        <source>{0} rows. What lies close together means nearly the same; the directions mean nothing.</source>
        <translation>{0} filas. Lo que está cerca significa casi lo mismo; las direcciones no significan nada.</translation>
    </message>
    <message>
        <source>{1} of them were laid out, the others lie among the nearest of these.</source>
        <translation>{1} de ellas se distribuyeron; las demás quedan junto a las más parecidas de ellas.</translation>
    </message>
    <message>
        <source>Show {0} chosen in the table</source>
        <translation>Mostrar {0} elegidas en la tabla</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>Mostrar en la tabla</translation>
    </message>
</context>
<context>
    <name>MapGround</name>
    <message>
        <source>Map of the rows</source>
        <translation>Mapa de las filas</translation>
    </message>
</context>
<context>
    <name>MapTable</name>
    <message>
        <source>Row</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation>Qué se pregunta</translation>
    </message>
    <message>
        <source>What is answered</source>
        <translation>Qué se responde</translation>
    </message>
</context>
<context>
    <name>Meaning</name>
    <message>
        <source>All others</source>
        <translation>Todas las demás</translation>
    </message>
    <message>
        <source>By answer (classes)</source>
        <translation>Por respuesta (clases)</translation>
    </message>
    <message>
        <source>By part</source>
        <translation>Por parte</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>Por estado</translation>
    </message>
    <message>
        <source>By what checks found</source>
        <translation>Por lo hallado en la revisión</translation>
    </message>
    <message>
        <source>Checks found something</source>
        <translation>La revisión halló algo</translation>
    </message>
    <message>
        <source>Contradiction</source>
        <translation>Contradicción</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Editada</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Excluida</translation>
    </message>
    <message>
        <source>Leak between parts</source>
        <translation>Fuga entre partes</translation>
    </message>
    <message>
        <source>Like no other</source>
        <translation>Sin ninguna parecida</translation>
    </message>
    <message>
        <source>Marked as a problem</source>
        <translation>Marcada como problema</translation>
    </message>
    <message>
        <source>Means the same</source>
        <translation>Significa lo mismo</translation>
    </message>
    <message>
        <source>Nearly the same question, and answers that do not seem to disagree. A few are good practice; many of them make the model take this one thing for important.</source>
        <translation>Casi la misma pregunta, y respuestas que no parecen contradecirse. Unas pocas vienen bien; si son muchas, el modelo da demasiada importancia a esta sola cosa.</translation>
    </message>
    <message>
        <source>Nearly the same question, and answers that seem to disagree. The model learns to guess between them. Correct one of them or leave it out.</source>
        <translation>Casi la misma pregunta, y respuestas que parecen contradecirse. El modelo aprende a adivinar entre ellas. Corrija una de las dos o déjela fuera.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nueva</translation>
    </message>
    <message>
        <source>No other row is near to it. It may be a valuable rare case, or something that does not belong here.</source>
        <translation>No hay ninguna otra fila cerca. Puede ser un caso raro y valioso, o algo que no corresponde aquí.</translation>
    </message>
    <message>
        <source>Nothing found, or not checked</source>
        <translation>Sin hallazgos o sin revisar</translation>
    </message>
    <message>
        <source>One of the two is learned from, the other one is for checking. The check looks better than it is: the model has seen the question. Leave one out, or put both into the same part.</source>
        <translation>De una de las dos se aprende y la otra sirve para comprobar. La comprobación parece mejor de lo que es: el modelo ya ha visto la pregunta. Deje fuera una de ellas o ponga las dos en la misma parte.</translation>
    </message>
    <message>
        <source>Only what is answered</source>
        <translation>Solo lo que se responde</translation>
    </message>
    <message>
        <source>Only what is asked</source>
        <translation>Solo lo que se pregunta</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Revisada</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>What is asked and what is answered</source>
        <translation>Lo que se pregunta y lo que se responde</translation>
    </message>
    <message>
        <source>{0} % alike</source>
        <translation>Parecido: {0} %</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
</context>
<context>
    <name>MeaningPage</name>
    <message>
        <source>Meaning</source>
        <translation>Significado</translation>
    </message>
    <message>
        <source>See what your rows mean: what is near, what is odd.</source>
        <translation>Vea lo que significan sus filas: qué está cerca, qué es raro.</translation>
    </message>
    <message>
        <source>Rows belong to a project. Open one, or make one from your data.</source>
        <translation>Las filas pertenecen a un proyecto. Abra uno o cree uno con sus datos.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Ir a Inicio</translation>
    </message>
    <message>
        <source>Looking at the rows. The first start of the engine can take a minute.</source>
        <translation>Mirando las filas. El primer arranque del motor puede tardar un minuto.</translation>
    </message>
    <message>
        <source>There are no rows to read yet. Bring in your data first.</source>
        <translation>Aún no hay filas que leer. Traiga primero sus datos.</translation>
    </message>
    <message>
        <source>Go to the table</source>
        <translation>Ir a la tabla</translation>
    </message>
    <message>
        <source>Read what is new</source>
        <translation>Leer lo nuevo</translation>
    </message>
    <message>
        <source>Reading the rows</source>
        <translation>Leyendo las filas</translation>
    </message>
    <message>
        <source>Reading the rows (texts: {0} of {1}). What is read stays, also if you stop.</source>
        <translation>Leyendo las filas (textos: {0} de {1}). Lo leído se conserva, también si lo detiene.</translation>
    </message>
</context>
<context>
    <name>MendingDialog</name>
    <message>
        <source>Correct this row</source>
        <translation>Corregir esta fila</translation>
    </message>
    <message>
        <source>Nearest training rows</source>
        <translation>Filas de entrenamiento más cercanas</translation>
    </message>
    <message>
        <source>Looking for them…</source>
        <translation>Buscándolas…</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>What the model answered</source>
        <translation>Qué respondió el modelo</translation>
    </message>
    <message>
        <source>The answer as it should be</source>
        <translation>La respuesta como debería ser</translation>
    </message>
    <message>
        <source>A line of it is so long that it cannot be changed here. It can be changed in the table.</source>
        <translation>Una de sus líneas es tan larga que aquí no se puede cambiar. Se puede cambiar en la tabla.</translation>
    </message>
    <message>
        <source>The row moves to the training part: what a model has learned from can no longer test it.</source>
        <translation>La fila pasa a la parte de entrenamiento: aquello de lo que un modelo ha aprendido ya no sirve para probarlo.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Take it into the data</source>
        <translation>Añadir a los datos</translation>
    </message>
    <message>
        <source>Take it and train again</source>
        <translation>Añadir y volver a entrenar</translation>
    </message>
    <message>
        <source>Nearest training rows, by what they mean</source>
        <translation>Filas de entrenamiento más cercanas, según lo que significan</translation>
    </message>
    <message>
        <source>Nearest training rows, by their words</source>
        <translation>Filas de entrenamiento más cercanas, según sus palabras</translation>
    </message>
    <message>
        <source>No training row is like it. Rows like this one would help the model.</source>
        <translation>Ninguna fila de entrenamiento se le parece. Filas como esta ayudarían al modelo.</translation>
    </message>
    <message>
        <source>{0} % alike</source>
        <translation>Parecido: {0} %</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>Asked its own way: {0}</source>
        <translation>Preguntado a su manera: {0}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>ModelExport</name>
    <message>
        <source>For Ollama</source>
        <translation>Para Ollama</translation>
    </message>
    <message>
        <source>For LM Studio</source>
        <translation>Para LM Studio</translation>
    </message>
    <message>
        <source>One file (GGUF)</source>
        <translation>Un solo archivo (GGUF)</translation>
    </message>
    <message>
        <source>Whole model (safetensors)</source>
        <translation>Modelo completo (safetensors)</translation>
    </message>
    <message>
        <source>What was learned alone (adapter)</source>
        <translation>Solo lo aprendido (adaptador)</translation>
    </message>
    <message>
        <source>A folder to chat with it in Ollama, and to use it from other programs.</source>
        <translation>Una carpeta para conversar con él en Ollama y usarlo desde otros programas.</translation>
    </message>
    <message>
        <source>A folder for the window program LM Studio.</source>
        <translation>Una carpeta para la aplicación LM Studio.</translation>
    </message>
    <message>
        <source>For llama.cpp and all programs that read GGUF files.</source>
        <translation>Para llama.cpp y todos los programas que leen archivos GGUF.</translation>
    </message>
    <message>
        <source>To go on with in Python, or to put it on a server or on the hub.</source>
        <translation>Para seguir con él en Python o ponerlo en un servidor o en el hub.</translation>
    </message>
    <message>
        <source>Small; for people who have the same base model already.</source>
        <translation>Pequeño; para quienes ya tienen el mismo modelo base.</translation>
    </message>
    <message>
        <source>Exact (32 bits a number)</source>
        <translation>Exacto (32 bits por número)</translation>
    </message>
    <message>
        <source>As the base model keeps it (mostly 16 bits)</source>
        <translation>Como lo guarda el modelo base (normalmente 16 bits)</translation>
    </message>
    <message>
        <source>Half the size (16 bits a number)</source>
        <translation>La mitad de tamaño (16 bits por número)</translation>
    </message>
    <message>
        <source>A quarter of the size (8 bits a number)</source>
        <translation>Un cuarto del tamaño (8 bits por número)</translation>
    </message>
    <message>
        <source>Answers as it does in TuneDesk.</source>
        <translation>Responde como en TuneDesk.</translation>
    </message>
    <message>
        <source>Answers nearly as it does in TuneDesk; smaller.</source>
        <translation>Responde casi como en TuneDesk; ocupa menos.</translation>
    </message>
    <message>
        <source>Answers nearly as it does in TuneDesk. The usual choice.</source>
        <translation>Responde casi como en TuneDesk. Lo habitual.</translation>
    </message>
    <message>
        <source>Small and fast; now and then a word comes out differently.</source>
        <translation>Pequeño y rápido; de vez en cuando sale alguna palabra distinta.</translation>
    </message>
</context>
<context>
    <name>ModelExportDialog</name>
    <message>
        <source>Export the model</source>
        <translation>Exportar el modelo</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>Seguir en segundo plano</translation>
    </message>
    <message>
        <source>Export {0}</source>
        <translation>Exportar {0}</translation>
    </message>
    <message>
        <source>“{0}” is being exported. The export would have to begin anew.</source>
        <translation>Se está exportando «{0}». La exportación tendría que empezar de nuevo.</translation>
    </message>
    <message>
        <source>“{0}” is written ({1}). The README in it says how it is used, and what is known of the model.</source>
        <translation>«{0}» ya está escrito ({1}). El README que contiene explica cómo se usa y qué se sabe del modelo.</translation>
    </message>
    <message>
        <source>Exporting “{0}”</source>
        <translation>Exportando «{0}»</translation>
    </message>
</context>
<context>
    <name>ModelExportForm</name>
    <message>
        <source>How exactly its numbers are kept</source>
        <translation>Con qué precisión se guardan sus números</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>Nombre de la carpeta</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Choose the place for the folder</source>
        <translation>Elegir el lugar de la carpeta</translation>
    </message>
    <message>
        <source>Looking how large it becomes…</source>
        <translation>Calculando cuánto va a ocupar…</translation>
    </message>
    <message>
        <source>For which program</source>
        <translation>Para qué programa</translation>
    </message>
    <message>
        <source>Where it goes</source>
        <translation>Dónde se guarda</translation>
    </message>
    <message>
        <source>Where the folder goes</source>
        <translation>Dónde se guarda la carpeta</translation>
    </message>
    <message>
        <source>Give the folder a name.</source>
        <translation>Dé un nombre a la carpeta.</translation>
    </message>
    <message>
        <source>There is something of this name already. Choose another name.</source>
        <translation>Ya hay algo con este nombre. Elija otro.</translation>
    </message>
    <message>
        <source>It takes about {0}; {1} are free there.</source>
        <translation>Ocupa unos {0}; ahí hay {1} libres.</translation>
    </message>
    <message>
        <source>It takes about {0}, and only {1} are free there. Choose another place, or a smaller form.</source>
        <translation>Ocupa unos {0} y ahí solo hay {1} libres. Elija otro lugar o una forma más pequeña.</translation>
    </message>
</context>
<context>
    <name>ModelName</name>
    <message>
        <source>Tuned</source>
        <translation>Entrenado</translation>
    </message>
    <message>
        <source>{0}, step {1}</source>
        <translation>{0}, paso {1}</translation>
    </message>
    <message>
        <source>{0} (tuned {1})</source>
        <translation>{0} (entrenado sobre {1})</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Hub token</source>
        <translation>Token del hub</translation>
    </message>
    <message>
        <source>None is here yet. The starter model is the one to begin with.</source>
        <translation>Todavía no hay ninguno. El modelo inicial es el mejor para empezar.</translation>
    </message>
    <message>
        <source>Base models on this computer</source>
        <translation>Modelos base en este equipo</translation>
    </message>
    <message>
        <source>Get models</source>
        <translation>Traer modelos</translation>
    </message>
    <message>
        <source>Open models that yours are made from: fetched once, then yours.</source>
        <translation>Modelos abiertos de los que se hacen los suyos: se descargan una vez y ya son suyos.</translation>
    </message>
    <message>
        <source>Training is not set up on this computer, so models can be fetched, trained and asked only later.</source>
        <translation>Este equipo no está preparado para entrenar; solo más tarde se podrán traer, entrenar y consultar modelos.</translation>
    </message>
    <message>
        <source>Set up training on this computer…</source>
        <translation>Preparar este equipo para entrenar…</translation>
    </message>
    <message>
        <source>More base models</source>
        <translation>Más modelos base</translation>
    </message>
    <message>
        <source>A model is fetched once over the internet; after that no connection is needed.</source>
        <translation>Un modelo se descarga una sola vez por internet; después ya no hace falta conexión.</translation>
    </message>
    <message>
        <source>Looking which models are on this computer. The first start of the engine can take a minute.</source>
        <translation>Mirando qué modelos hay en este equipo. El primer arranque del motor puede tardar un minuto.</translation>
    </message>
    <message>
        <source>Models take {0} on this computer, trainings {1}, other files {2}; {3} are free.</source>
        <translation>En este equipo, los modelos ocupan {0}, los entrenamientos {1} y otros archivos {2}; quedan {3} libres.</translation>
    </message>
</context>
<context>
    <name>ModelsRooms</name>
    <message>
        <source>Rooms of the models</source>
        <translation>Secciones de los modelos</translation>
    </message>
    <message>
        <source>Your models</source>
        <translation>Sus modelos</translation>
    </message>
    <message>
        <source>Everything you can call, in one list</source>
        <translation>Todos los que puede usar, en una sola lista</translation>
    </message>
    <message>
        <source>Get models</source>
        <translation>Traer modelos</translation>
    </message>
    <message>
        <source>Open models that yours are made from</source>
        <translation>Modelos abiertos de los que se hacen los suyos</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Almacenamiento</translation>
    </message>
    <message>
        <source>What lies on the disk, and what can go</source>
        <translation>Lo que hay en el disco y lo que se puede quitar</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>Sucesor</translation>
    </message>
    <message>
        <source>When a model is switched off</source>
        <translation>Cuando se desconecta un modelo</translation>
    </message>
    <message>
        <source>The pack is written: {0}</source>
        <translation>El paquete está escrito: {0}</translation>
    </message>
</context>
<context>
    <name>MoneyField</name>
    <message>
        <source>${0}</source>
        <translation>${0}</translation>
    </message>
    <message>
        <source>The most it may cost, in dollars</source>
        <translation>Lo máximo que puede costar, en dólares</translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message>
        <source>Curve and settings of {0}</source>
        <translation>Curva y ajustes de {0}</translation>
    </message>
    <message>
        <source>Asking {0}</source>
        <translation>Preguntando a {0}</translation>
    </message>
    <message>
        <source>Not here: {0}. {1}</source>
        <translation>No está aquí: {0}. {1}</translation>
    </message>
    <message>
        <source>{0} of the training {1}</source>
        <translation>{0} del entrenamiento {1}</translation>
    </message>
    <message>
        <source>File {0}</source>
        <translation>Archivo {0}</translation>
    </message>
    <message>
        <source>Project {0}</source>
        <translation>Proyecto {0}</translation>
    </message>
    <message>
        <source>Answers of {0}</source>
        <translation>Respuestas de {0}</translation>
    </message>
    <message>
        <source>Your models are being brought home. What has come stays; the rest would have to be brought home later.</source>
        <translation>Sus modelos se están trayendo a casa. Lo que ya ha llegado se queda; el resto habría que traerlo más tarde.</translation>
    </message>
</context>
<context>
    <name>NearSearch</name>
    <message>
        <source>Look for near-duplicates</source>
        <translation>Buscar filas casi iguales</translation>
    </message>
    <message>
        <source>Compares all rows with each other. Takes about as long as taking in the file.</source>
        <translation>Compara todas las filas entre sí. Tarda más o menos lo mismo que cargar el archivo.</translation>
    </message>
    <message>
        <source>Looking for near-duplicates</source>
        <translation>Buscando filas casi iguales</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>Dejar de buscar</translation>
    </message>
    <message>
        <source>Comparing the rows: {0} of {1}</source>
        <translation>Comparando las filas: {0} de {1}</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation>Se detuvo; no se cambió nada.</translation>
    </message>
    <message>
        <source>1 row is nearly the same as another.</source>
        <translation>1 fila es casi igual que otra.</translation>
    </message>
    <message>
        <source>{0} rows are nearly the same as another.</source>
        <translation>{0} filas son casi iguales que otra.</translation>
    </message>
    <message>
        <source>No two rows are nearly the same.</source>
        <translation>No hay dos filas casi iguales.</translation>
    </message>
</context>
<context>
    <name>NearView</name>
    <message>
        <source>Type anything to find rows that mean it</source>
        <translation>Buscar por significado: cualquier texto</translation>
    </message>
    <message>
        <source>Find rows that mean this</source>
        <translation>Buscar filas que signifiquen esto</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Rows like this one</source>
        <translation>Filas como esta</translation>
    </message>
    <message>
        <source>Show them all in the table</source>
        <translation>Mostrarlas todas en la tabla</translation>
    </message>
    <message>
        <source>Choose a point of the map, or type what you look for.</source>
        <translation>Elija un punto del mapa o escriba lo que busca.</translation>
    </message>
    <message>
        <source>This row was changed, or came later: it has not been read yet.</source>
        <translation>Esta fila se cambió o llegó después: todavía no se ha leído.</translation>
    </message>
    <message>
        <source>Nearest in meaning first. Enter goes to a row.</source>
        <translation>Primero las de significado más cercano. Intro lleva a una fila.</translation>
    </message>
    <message>
        <source>There is no other row to compare it with.</source>
        <translation>No hay otra fila con la que compararla.</translation>
    </message>
</context>
<context>
    <name>NearnessDesk</name>
    <message>
        <source>Stopped. What was read need not be read again.</source>
        <translation>Se detuvo. Lo que ya se leyó no hace falta leerlo de nuevo.</translation>
    </message>
</context>
<context>
    <name>NearnessDialog</name>
    <message>
        <source>Compare what answers mean</source>
        <translation>Comparar lo que significan las respuestas</translation>
    </message>
    <message>
        <source>Looking who reads meanings…</source>
        <translation>Mirando quién puede leer significados…</translation>
    </message>
    <message>
        <source>A model for embeddings reads each answer and the expected one, and says how near they are in meaning, whatever their words. It knows topics well, and misses a “not” easily: read it beside the other figures.</source>
        <translation>Un modelo de embeddings lee cada respuesta y la esperada, y dice lo cerca que están en significado, sean cuales sean sus palabras. Reconoce bien los temas, pero se le escapa con facilidad un «no»: conviene leerlo junto con las demás cifras.</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Quién lee</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>{0} (rough)</source>
        <translation>{0} (aproximado)</translation>
    </message>
    <message>
        <source>Nobody you can reach reads meanings yet. Fetch the model for embeddings on the Meaning tab of Data, or connect to a provider that has one.</source>
        <translation>Todavía no tiene a su alcance a nadie que lea significados. Descargue el modelo de embeddings en la pestaña Significado de Datos, o conéctese a un proveedor que tenga uno.</translation>
    </message>
</context>
<context>
    <name>NearnessView</name>
    <message>
        <source>Progress of the reading</source>
        <translation>Avance de la lectura</translation>
    </message>
    <message>
        <source>Compare meanings…</source>
        <translation>Comparar significados…</translation>
    </message>
    <message>
        <source>Meaning in common</source>
        <translation>Significado en común</translation>
    </message>
    <message>
        <source>How near answers come to the expected ones in meaning, whatever their words. Not measured.</source>
        <translation>Lo cerca que quedan las respuestas de las esperadas en significado, sean cuales sean sus palabras. No se ha medido.</translation>
    </message>
    <message>
        <source>Read by {0}; the figure stands above.</source>
        <translation>Leído por {0}; la cifra está arriba.</translation>
    </message>
    <message>
        <source>1 answer came later and is not in it.</source>
        <translation>1 respuesta llegó después y no está incluida.</translation>
    </message>
    <message>
        <source>Texts read: {0} of {1}.</source>
        <translation>Textos leídos: {0} de {1}.</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Dejar de leer</translation>
    </message>
    <message>
        <source>{0} answers came later and are not in it.</source>
        <translation>Respuestas que llegaron después y no están incluidas: {0}.</translation>
    </message>
</context>
<context>
    <name>NoModels</name>
    <message>
        <source>There is no model to ask yet. Any of these leads to one:</source>
        <translation>Todavía no hay ningún modelo al que preguntar. Cualquiera de estos pasos lleva a uno:</translation>
    </message>
    <message>
        <source>Connect to a provider</source>
        <translation>Conectar con un proveedor</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Entrenar un modelo</translation>
    </message>
    <message>
        <source>Models of a provider answer over the internet, with a key of your own.</source>
        <translation>Los modelos de un proveedor responden por internet, con una clave propia de usted.</translation>
    </message>
    <message>
        <source>A model that learned from your data answers as your data does.</source>
        <translation>Un modelo que aprendió de sus datos responde como lo hacen sus datos.</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Dismiss (Esc)</source>
        <translation>Descartar (Esc)</translation>
    </message>
</context>
<context>
    <name>PackDialog</name>
    <message>
        <source>Pack with models</source>
        <translation>Empaquetar con modelos</translation>
    </message>
    <message>
        <source>Also the base models, so that the other computer needs no internet</source>
        <translation>También los modelos base, para que el otro equipo no necesite internet</translation>
    </message>
    <message>
        <source>How far the pack is</source>
        <translation>Cuánto lleva el paquete</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Choose where to…</source>
        <translation>Elegir dónde…</translation>
    </message>
    <message>
        <source>One file with the project, its trainings and their models, to be opened on another computer. No key of yours is ever in it.</source>
        <translation>Un solo archivo con el proyecto, sus entrenamientos y los modelos de estos, para abrirlo en otro equipo. Nunca contiene una clave suya.</translation>
    </message>
    <message>
        <source>Looking what belongs to the project…</source>
        <translation>Mirando qué pertenece al proyecto…</translation>
    </message>
    <message>
        <source>Packs of TuneDesk (*{0})</source>
        <translation>Paquetes de TuneDesk (*{0})</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>The project and one model of this computer, about {1}.</source>
        <translation>El proyecto y un modelo de este equipo, unos {1}.</translation>
    </message>
    <message>
        <source>The project and {0} models of this computer, about {1}.</source>
        <translation>El proyecto y {0} modelos de este equipo, unos {1}.</translation>
    </message>
    <message>
        <source>The other computer fetches the base model itself: {0}.</source>
        <translation>El modelo base lo descarga el propio equipo de destino: {0}.</translation>
    </message>
    <message>
        <source>Trainings that are not over stay here: {0}.</source>
        <translation>Los entrenamientos que no han terminado se quedan aquí: {0}.</translation>
    </message>
    <message>
        <source>Trainings whose models are not here any more: {0}.</source>
        <translation>Entrenamientos cuyos modelos ya no están aquí: {0}.</translation>
    </message>
</context>
<context>
    <name>PairsBoard</name>
    <message>
        <source>Compare again</source>
        <translation>Comparar otra vez</translation>
    </message>
    <message>
        <source>Next group</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Which groups are listed</source>
        <translation>Qué grupos aparecen en la lista</translation>
    </message>
    <message>
        <source>Groups of rows that are alike</source>
        <translation>Grupos de filas parecidas</translation>
    </message>
</context>
<context>
    <name>PairsPage</name>
    <message>
        <source>Rows that are alike</source>
        <translation>Filas parecidas</translation>
    </message>
    <message>
        <source>A model takes what is repeated for important, and learns little from what is contradicted.</source>
        <translation>Un modelo toma lo repetido por importante y aprende poco de lo que se contradice.</translation>
    </message>
    <message>
        <source>Comparing the rows</source>
        <translation>Comparando las filas</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} de {2}</translation>
    </message>
    <message>
        <source>No two rows are alike.</source>
        <translation>No hay dos filas parecidas.</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Volver a la tabla</translation>
    </message>
    <message>
        <source>All groups ({0})</source>
        <translation>Todos ({0})</translation>
    </message>
    <message>
        <source>{0} of {1} open</source>
        <translation>{0} de {1} pendientes</translation>
    </message>
    <message>
        <source>Ask about them again</source>
        <translation>Volver a preguntar</translation>
    </message>
    <message>
        <source>They may all stay</source>
        <translation>Pueden quedarse todas</translation>
    </message>
</context>
<context>
    <name>PaletteDialog</name>
    <message>
        <source>All actions</source>
        <translation>Todas las acciones</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>¿Qué quiere hacer?</translation>
    </message>
    <message>
        <source>Search in all actions</source>
        <translation>Buscar en todas las acciones</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Acciones</translation>
    </message>
    <message>
        <source>No action is found by these words.</source>
        <translation>No hay ninguna acción con estas palabras.</translation>
    </message>
</context>
<context>
    <name>PanelView</name>
    <message>
        <source>Curves: {0}</source>
        <translation>Curvas: {0}</translation>
    </message>
</context>
<context>
    <name>PanelsBox</name>
    <message>
        <source>The arrow keys show the values, plus and minus move closer, 0 shows everything.</source>
        <translation>Las flechas muestran los valores, más y menos acercan y alejan, 0 lo muestra todo.</translation>
    </message>
</context>
<context>
    <name>ParameterFold</name>
    <message>
        <source>How answers are drawn</source>
        <translation>Cómo se eligen las respuestas</translation>
    </message>
    <message>
        <source>So many times each model is asked the same: at a temperature above 0 you see how answers vary.</source>
        <translation>Tantas veces se pregunta lo mismo a cada modelo: con una temperatura superior a 0 se ve cuánto varían las respuestas.</translation>
    </message>
    <message>
        <source>Answers to each prompt (n)</source>
        <translation>Respuestas por prompt (n)</translation>
    </message>
    <message>
        <source>{0}, {1} answers to each prompt</source>
        <translation>{0}, {1} respuestas por prompt</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>by chance</source>
        <translation>al azar</translation>
    </message>
    <message>
        <source>do not ask</source>
        <translation>no pedirlos</translation>
    </message>
    <message>
        <source>of the answer alone</source>
        <translation>solo de la respuesta</translation>
    </message>
    <message>
        <source>with 2 others</source>
        <translation>con 2 más</translation>
    </message>
    <message>
        <source>with 5 others</source>
        <translation>con 5 más</translation>
    </message>
    <message>
        <source>0 always takes the likeliest word, so that two tries are alike; higher values vary more.</source>
        <translation>Con 0 siempre se toma la palabra más probable, y dos intentos salen iguales; los valores más altos varían más.</translation>
    </message>
    <message>
        <source>An answer is cut off after so many tokens; a token is about four letters of English.</source>
        <translation>La respuesta se corta después de tantos tokens; un token son unas cuatro letras en inglés.</translation>
    </message>
    <message>
        <source>Only the likeliest words that have this share together are drawn from; 1 leaves none out.</source>
        <translation>Solo se elige entre las palabras más probables que juntas suman esta proporción; con 1 no se deja fuera ninguna.</translation>
    </message>
    <message>
        <source>An answer ends before any of these, one a line, at most 4; \n stands for a line break.</source>
        <translation>La respuesta termina antes de cualquiera de estas, una por línea, 4 como máximo; \n representa un salto de línea.</translation>
    </message>
    <message>
        <source>Above 0 the model rather speaks of something new; below 0 it stays with its subject.</source>
        <translation>Por encima de 0, el modelo tiende a hablar de algo nuevo; por debajo de 0, se queda en su tema.</translation>
    </message>
    <message>
        <source>Above 0 a word is the less likely the more often it was said; it helps against repetition.</source>
        <translation>Por encima de 0, una palabra es menos probable cuanto más se ha dicho; ayuda contra las repeticiones.</translation>
    </message>
    <message>
        <source>With the same number the same answer is drawn again, where the provider keeps its word.</source>
        <translation>Con el mismo número vuelve a salir la misma respuesta, siempre que el proveedor cumpla su palabra.</translation>
    </message>
    <message>
        <source>Shows how sure the model was of each token, and what else it might have said.</source>
        <translation>Muestra lo seguro que estaba el modelo de cada token y qué otra cosa podría haber dicho.</translation>
    </message>
    <message>
        <source>Empty: each row keeps its own system message. What stands here takes its place.</source>
        <translation>Vacío: cada fila conserva su propio mensaje de sistema. Lo que escriba aquí lo sustituye.</translation>
    </message>
    <message>
        <source>Chance (temperature)</source>
        <translation>Azar (temperatura)</translation>
    </message>
    <message>
        <source>Longest answer (tokens)</source>
        <translation>Respuesta más larga (tokens)</translation>
    </message>
    <message>
        <source>Share of likely words (top_p)</source>
        <translation>Proporción de palabras probables (top_p)</translation>
    </message>
    <message>
        <source>Stop before (stop sequences)</source>
        <translation>Parar antes de (secuencias de parada)</translation>
    </message>
    <message>
        <source>New subjects (presence penalty)</source>
        <translation>Temas nuevos (penalización de presencia)</translation>
    </message>
    <message>
        <source>Against repetition (frequency penalty)</source>
        <translation>Contra la repetición (penalización de frecuencia)</translation>
    </message>
    <message>
        <source>Number for chance (seed)</source>
        <translation>Número para el azar (semilla)</translation>
    </message>
    <message>
        <source>Likelihood of tokens (logprobs)</source>
        <translation>Probabilidad de los tokens (logprobs)</translation>
    </message>
    <message>
        <source>System message</source>
        <translation>Mensaje de sistema</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>at most {0}</source>
        <translation>como máximo {0}</translation>
    </message>
    <message>
        <source>frequency penalty {0}</source>
        <translation>penalización de frecuencia {0}</translation>
    </message>
    <message>
        <source>own system message</source>
        <translation>mensaje de sistema propio</translation>
    </message>
    <message>
        <source>presence penalty {0}</source>
        <translation>penalización de presencia {0}</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>semilla {0}</translation>
    </message>
    <message>
        <source>stop before {0}</source>
        <translation>parar antes de {0}</translation>
    </message>
    <message>
        <source>temperature {0}</source>
        <translation>temperatura {0}</translation>
    </message>
    <message>
        <source>top_p {0}</source>
        <translation>top_p {0}</translation>
    </message>
    <message>
        <source>with likelihoods</source>
        <translation>con probabilidades</translation>
    </message>
</context>
<context>
    <name>Parting</name>
    <message>
        <source>Keep it</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>The folder {0} stays as it is; TuneDesk only takes it out of its list.</source>
        <translation>La carpeta {0} se queda como está; TuneDesk solo la quita de su lista.</translation>
    </message>
    <message>
        <source>Take it out of the list</source>
        <translation>Quitarlo de la lista</translation>
    </message>
    <message>
        <source>It goes to the bin ({0}) and can be put back until TuneDesk closes.</source>
        <translation>Va a la papelera ({0}) y se puede recuperar hasta que se cierre TuneDesk.</translation>
    </message>
    <message>
        <source>After that it has to be fetched again.</source>
        <translation>Después habrá que descargarlo otra vez.</translation>
    </message>
    <message>
        <source>After that you need its file again.</source>
        <translation>Después hará falta otra vez su archivo.</translation>
    </message>
    <message>
        <source>Delete from this computer</source>
        <translation>Eliminar de este equipo</translation>
    </message>
    <message>
        <source>Looking which models were made from it…</source>
        <translation>Mirando qué modelos se hicieron a partir de él…</translation>
    </message>
    <message>
        <source>A training that is not over needs it, so it cannot go now.</source>
        <translation>Lo necesita un entrenamiento que no ha terminado, así que ahora no se puede quitar.</translation>
    </message>
    <message>
        <source>No tuned model on this computer was made from it.</source>
        <translation>Ningún modelo entrenado de este equipo se hizo a partir de él.</translation>
    </message>
    <message>
        <source>These tuned models were made from it, and cannot be asked or compared without it: {0}. They stay on the disk and work again when it is back.</source>
        <translation>Estos modelos entrenados se hicieron a partir de él y sin él no se les puede preguntar ni se pueden comparar: {0}. Se quedan en el disco y volverán a funcionar cuando regrese.</translation>
    </message>
    <message>
        <source> and {0} more</source>
        <translation> y {0} más</translation>
    </message>
    <message>
        <source>Which models were made from it could not be looked up; those cannot be asked without it.</source>
        <translation>No se pudo averiguar qué modelos se hicieron a partir de él; a esos no se les puede preguntar sin él.</translation>
    </message>
</context>
<context>
    <name>Passport</name>
    <message>
        <source>Blind votes against {1}: it gets {2} of 1 vote, a tie counting half.</source>
        <translation>Votación a ciegas frente a {1}: obtiene el {2} de 1 voto; un empate cuenta la mitad.</translation>
    </message>
    <message>
        <source>Blind votes against {1}: it gets {2} of {0} votes, a tie counting half.</source>
        <translation>Votación a ciegas frente a {1}: obtiene el {2} de {0} votos; un empate cuenta la mitad.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>Su calidad</translation>
    </message>
    <message>
        <source>How good it is on rows it has not seen is not known from enough rows.</source>
        <translation>No se ha probado con suficientes filas nuevas para él como para saber lo bueno que es.</translation>
    </message>
    <message>
        <source>How it learned</source>
        <translation>Cómo aprendió</translation>
    </message>
    <message>
        <source>How to call it</source>
        <translation>Cómo llamarlo</translation>
    </message>
    <message>
        <source>It has learned from {0} rows alone; what is unlike them it may get wrong.</source>
        <translation>Solo ha aprendido de {0} filas; en lo que no se les parezca puede equivocarse.</translation>
    </message>
    <message>
        <source>It is preferred.</source>
        <translation>Es el preferido.</translation>
    </message>
    <message>
        <source>It is switched off on {0}.</source>
        <translation>Se desconecta el {0}.</translation>
    </message>
    <message>
        <source>It is the better one.</source>
        <translation>Es el mejor de los dos.</translation>
    </message>
    <message>
        <source>It may say things that are not true. Look at its answers before others rely on them.</source>
        <translation>Puede decir cosas que no son ciertas. Revise sus respuestas antes de que otros confíen en ellas.</translation>
    </message>
    <message>
        <source>It was not tested yet, and nobody has voted on its answers.</source>
        <translation>Todavía no se ha probado, y nadie ha votado sobre sus respuestas.</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Meaning in common with the expected answers: {0}, as {1} reads them.</source>
        <translation>Significado en común con las respuestas esperadas: {0}, tal como las lee {1}.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Test of {0}: {1} of {2} right, that is {3}.</source>
        <translation>Prueba del {0}: {1} de {2} con respuesta correcta, es decir, {3}.</translation>
    </message>
    <message>
        <source>The other one is better.</source>
        <translation>El otro es mejor.</translation>
    </message>
    <message>
        <source>The other one is preferred.</source>
        <translation>Se prefiere el otro.</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Pérdida de entrenamiento</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>Pérdida de validación</translation>
    </message>
    <message>
        <source>What it is not</source>
        <translation>Lo que no es</translation>
    </message>
    <message>
        <source>Which is better is open.</source>
        <translation>No está decidido cuál es mejor.</translation>
    </message>
    <message>
        <source>Who is better is open.</source>
        <translation>No está decidido cuál es mejor.</translation>
    </message>
    <message>
        <source>about ${0}</source>
        <translation>unos ${0}</translation>
    </message>
    <message>
        <source>nothing: it was trained on this computer</source>
        <translation>nada: se entrenó en este equipo</translation>
    </message>
    <message>
        <source>{0} % ({1} to {2})</source>
        <translation>{0} % ({1} a {2})</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} a {2})</translation>
    </message>
    <message>
        <source>{0} as judge finds {1} of its answers good: an opinion.</source>
        <translation>Para {0} como juez, el {1} de sus respuestas es bueno: es una opinión.</translation>
    </message>
    <message>
        <source>{0} as judge gives its answers {1} of {2} on average: an opinion.</source>
        <translation>{0} como juez da a sus respuestas {1} de {2} en promedio: es una opinión.</translation>
    </message>
    <message>
        <source>{0} as judge, against {1}: it gets {2} of the rows, a tie counting half; an opinion.</source>
        <translation>{0} como juez, frente a {1}: obtiene el {2} de las filas; un empate cuenta la mitad; es una opinión.</translation>
    </message>
</context>
<context>
    <name>PassportSaver</name>
    <message>
        <source>Sheet of paper (*.pdf)</source>
        <translation>Hoja de papel (*.pdf)</translation>
    </message>
    <message>
        <source>Page for the browser (*.html)</source>
        <translation>Página para el navegador (*.html)</translation>
    </message>
    <message>
        <source>Save the passport</source>
        <translation>Guardar la ficha</translation>
    </message>
</context>
<context>
    <name>Past</name>
    <message>
        <source>A search ({0}) is not finished: it has {1} of {2}.</source>
        <translation>Una búsqueda ({0}) no ha terminado: tiene {1} de {2}.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Mostrarla</translation>
    </message>
</context>
<context>
    <name>PastDialog</name>
    <message>
        <source>Save as…</source>
        <translation>Guardar como…</translation>
    </message>
    <message>
        <source>Ask what is missing</source>
        <translation>Preguntar lo que falta</translation>
    </message>
    <message>
        <source>What was answered is not asked again</source>
        <translation>Lo que ya se respondió no se pregunta otra vez</translation>
    </message>
    <message>
        <source>Show it again</source>
        <translation>Volver a mostrar</translation>
    </message>
    <message>
        <source>Earlier comparisons</source>
        <translation>Comparaciones anteriores</translation>
    </message>
    <message>
        <source>Find a comparison</source>
        <translation>Buscar una comparación</translation>
    </message>
    <message>
        <source>A word that was asked or answered</source>
        <translation>Una palabra de la pregunta o de la respuesta</translation>
    </message>
    <message>
        <source>Comparisons, the newest first</source>
        <translation>Comparaciones, de la más reciente a la más antigua</translation>
    </message>
    <message>
        <source>{0} comparisons</source>
        <translation>{0} comparaciones</translation>
    </message>
    <message>
        <source>No comparison has these words.</source>
        <translation>Ninguna comparación tiene estas palabras.</translation>
    </message>
    <message>
        <source>Nothing has been compared yet. What you ask is kept here by itself.</source>
        <translation>Todavía no se ha comparado nada. Lo que pregunte se guarda aquí automáticamente.</translation>
    </message>
    <message>
        <source>{0}: {1} ({2} of {4})</source>
        <translation>{0}: {1} ({2} de {4})</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>Página (*.html)</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Libro de Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Spreadsheet text (*.csv)</source>
        <translation>Texto de hoja de cálculo (*.csv)</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Save the answers</source>
        <translation>Guardar las respuestas</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>Se guardó como {0}.</translation>
    </message>
</context>
<context>
    <name>PastSearches</name>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Earlier searches</source>
        <translation>Búsquedas anteriores</translation>
    </message>
    <message>
        <source>Find a search</source>
        <translation>Encontrar una búsqueda</translation>
    </message>
    <message>
        <source>A word that was asked or answered</source>
        <translation>Una palabra de la pregunta o de la respuesta</translation>
    </message>
    <message>
        <source>Searches, the newest first</source>
        <translation>Búsquedas, de la más reciente a la más antigua</translation>
    </message>
    <message>
        <source>{0} searches</source>
        <translation>{0} búsquedas</translation>
    </message>
    <message>
        <source>No search has these words.</source>
        <translation>Ninguna búsqueda tiene estas palabras.</translation>
    </message>
    <message>
        <source>Nothing has been searched yet. Every search is kept here by itself.</source>
        <translation>Todavía no se ha buscado nada. Cada búsqueda se guarda aquí automáticamente.</translation>
    </message>
    <message>
        <source>{0}: {1} ({2} of {4})</source>
        <translation>{0}: {1} ({2} de {4})</translation>
    </message>
</context>
<context>
    <name>PastTalks</name>
    <message>
        <source>Rename…</source>
        <translation>Renombrar…</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Continuarla</translation>
    </message>
    <message>
        <source>Earlier conversations</source>
        <translation>Conversaciones anteriores</translation>
    </message>
    <message>
        <source>Find a conversation</source>
        <translation>Buscar una conversación</translation>
    </message>
    <message>
        <source>A word that was said or answered</source>
        <translation>Una palabra que se dijo o se respondió</translation>
    </message>
    <message>
        <source>Conversations, the newest first</source>
        <translation>Conversaciones, de la más reciente a la más antigua</translation>
    </message>
    <message>
        <source>{0} conversations</source>
        <translation>{0} conversaciones</translation>
    </message>
    <message>
        <source>No conversation has these words.</source>
        <translation>Ninguna conversación tiene estas palabras.</translation>
    </message>
    <message>
        <source>No conversation was held yet. What is said is kept here by itself.</source>
        <translation>Todavía no ha habido ninguna conversación. Lo que se dice se guarda aquí automáticamente.</translation>
    </message>
    <message>
        <source>{0}: {1} ({3})</source>
        <translation>{0}: {1} ({3})</translation>
    </message>
    <message>
        <source>Rename the conversation</source>
        <translation>Cambiar el nombre de la conversación</translation>
    </message>
    <message>
        <source>What is it called?</source>
        <translation>¿Cómo se llama?</translation>
    </message>
</context>
<context>
    <name>PasteSheet</name>
    <message>
        <source>Paste</source>
        <translation>Pegar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Paste only what fits</source>
        <translation>Pegar solo lo que cabe</translation>
    </message>
</context>
<context>
    <name>Paster</name>
    <message>
        <source>There is nothing on the clipboard that cells can take.</source>
        <translation>En el portapapeles no hay nada que se pueda poner en las celdas.</translation>
    </message>
</context>
<context>
    <name>PathPanel</name>
    <message>
        <source>First steps</source>
        <translation>Primeros pasos</translation>
    </message>
    <message>
        <source>Show me where</source>
        <translation>Mostrar dónde</translation>
    </message>
    <message>
        <source>Close the first steps</source>
        <translation>Cerrar los primeros pasos</translation>
    </message>
    <message>
        <source>Close; Help, First steps brings them back</source>
        <translation>Cerrar; Ayuda, Primeros pasos los devuelve</translation>
    </message>
    <message>
        <source>✓ {0}</source>
        <translation>✓ {0}</translation>
    </message>
    <message>
        <source>{0}: done</source>
        <translation>{0}: hecho</translation>
    </message>
    <message>
        <source>First steps: all done</source>
        <translation>Primeros pasos: todo hecho</translation>
    </message>
    <message>
        <source>First steps: {0} of {1}</source>
        <translation>Primeros pasos: {0} de {1}</translation>
    </message>
</context>
<context>
    <name>PlaceButtons</name>
    <message>
        <source>Look what is at {0}</source>
        <translation>Mirar qué hay en {0}</translation>
    </message>
    <message>
        <source>Stop looking at {0}</source>
        <translation>Dejar de mirar en {0}</translation>
    </message>
</context>
<context>
    <name>PlanBoard</name>
    <message>
        <source>Starting the training engine on this computer. The first time takes up to a minute.</source>
        <translation>Arrancando el motor de entrenamiento de este equipo. La primera vez tarda hasta un minuto.</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>Starting…</source>
        <translation>Empezando…</translation>
    </message>
    <message>
        <source>The place of that training was removed since. Choose another one; the rest is as it was.</source>
        <translation>El lugar de ese entrenamiento se quitó después. Elija otro; lo demás queda como estaba.</translation>
    </message>
</context>
<context>
    <name>PlanClasses</name>
    <message>
        <source>Measure how well the classes are told apart</source>
        <translation>Medir lo bien que se distinguen las clases</translation>
    </message>
    <message>
        <source>Precision then says how many of those the model finds are right, recall how many of all it finds.</source>
        <translation>La precisión dice entonces cuántas de las que encuentra el modelo son correctas, y la exhaustividad (recall), cuántas de todas encuentra.</translation>
    </message>
    <message>
        <source>Class that is looked for (positive class)</source>
        <translation>Clase que se busca (clase positiva)</translation>
    </message>
    <message>
        <source>F-scores (betas)</source>
        <translation>Valores F (betas)</translation>
    </message>
    <message>
        <source>None: all count alike</source>
        <translation>Ninguna: todas cuentan igual</translation>
    </message>
    <message>
        <source>The answers of your training rows are {0} classes: {1}.</source>
        <translation>Las respuestas de sus filas de entrenamiento son {0} clases: {1}.</translation>
    </message>
    <message>
        <source>The answers of your training rows are {0} classes: {1} and {2} more.</source>
        <translation>Las respuestas de sus filas de entrenamiento son {0} clases: {1} y {2} más.</translation>
    </message>
    <message>
        <source>After each pass, the share of right answers (accuracy) and F1 are measured on validation rows.</source>
        <translation>Después de cada pasada se miden en filas de validación la proporción de respuestas correctas (exactitud) y F1.</translation>
    </message>
    <message>
        <source>That can be measured when validation rows are used.</source>
        <translation>Se puede medir cuando se usan filas de validación.</translation>
    </message>
</context>
<context>
    <name>PlanForm</name>
    <message>
        <source>Name of the tuned model (suffix)</source>
        <translation>Nombre del modelo entrenado (sufijo)</translation>
    </message>
    <message>
        <source>Passes over the rows (epochs)</source>
        <translation>Pasadas sobre las filas (épocas)</translation>
    </message>
    <message>
        <source>for example heroes</source>
        <translation>por ejemplo, heroes</translation>
    </message>
    <message>
        <source>Becomes part of the model&apos;s name. At most {0} letters, digits, - and _.</source>
        <translation>Pasa a formar parte del nombre del modelo. Como máximo {0} letras, cifras, - y _.</translation>
    </message>
    <message>
        <source>Automatic ({0})</source>
        <translation>Automático ({0})</translation>
    </message>
    <message>
        <source>Automatic (about {0})</source>
        <translation>Automático (unos {0})</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>The model sees every training row this often. More follow the rows closer.</source>
        <translation>Tantas veces ve el modelo cada fila de entrenamiento. Con más, sigue las filas más de cerca.</translation>
    </message>
    <message>
        <source>Measure on the validation row as well</source>
        <translation>Medir también con la fila de validación</translation>
    </message>
    <message>
        <source>Measure on the {0} validation rows as well</source>
        <translation>Medir también con las {0} filas de validación</translation>
    </message>
    <message>
        <source>They are not learned. Their loss shows whether the model learns more than the rows by heart.</source>
        <translation>No se aprenden. Su pérdida muestra si el modelo aprende algo más que las filas de memoria.</translation>
    </message>
</context>
<context>
    <name>PlanModel</name>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>Go on from {0}</source>
        <translation>Continuar desde {0}</translation>
    </message>
    <message>
        <source>{0} (not fetched yet)</source>
        <translation>{0} (sin descargar todavía)</translation>
    </message>
    <message>
        <source>the model&apos;s name, as the provider writes it</source>
        <translation>el nombre del modelo, como lo escribe el proveedor</translation>
    </message>
</context>
<context>
    <name>PlanOutlook</name>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Lo que se envía</translation>
    </message>
    <message>
        <source>Look at them</source>
        <translation>Verlas</translation>
    </message>
    <message>
        <source>Go to the data</source>
        <translation>Ir a los datos</translation>
    </message>
    <message>
        <source>What this will take</source>
        <translation>Lo que hará falta</translation>
    </message>
    <message>
        <source>A few steps are being tried to know it better.</source>
        <translation>Se están probando unos pasos para saberlo mejor.</translation>
    </message>
    <message>
        <source>Personal data or keys in the rows that are sent: {0}.</source>
        <translation>Datos personales o claves en las filas que se envían: {0}.</translation>
    </message>
    <message>
        <source>The model learns from 1 training row.</source>
        <translation>El modelo aprende de 1 fila de entrenamiento.</translation>
    </message>
    <message>
        <source>The model learns from {0} training rows.</source>
        <translation>El modelo aprende de {0} filas de entrenamiento.</translation>
    </message>
    <message>
        <source>1 validation row shows whether it learns more than the rows by heart.</source>
        <translation>1 fila de validación muestra si aprende algo más que las filas de memoria.</translation>
    </message>
    <message>
        <source>{0} validation rows show whether it learns more than the rows by heart.</source>
        <translation>{0} filas de validación muestran si aprende algo más que las filas de memoria.</translation>
    </message>
    <message>
        <source>1 test row stays aside for comparing answers.</source>
        <translation>1 fila de prueba se aparta para comparar respuestas.</translation>
    </message>
    <message>
        <source>{0} test rows stay aside for comparing answers.</source>
        <translation>{0} filas de prueba quedan aparte para comparar respuestas.</translation>
    </message>
    <message>
        <source>{0}</source>
        <translation>{0}</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>aprox. {0}</translation>
    </message>
    <message>
        <source>The training rows have {0} tokens (pieces of words); {1} passes read {2}.</source>
        <translation>Las filas de entrenamiento tienen {0} tokens (trozos de palabras); en {1} pasadas se leen {2}.</translation>
    </message>
    <message>
        <source>The training rows have {0} tokens (pieces of words), read once.</source>
        <translation>Las filas de entrenamiento tienen {0} tokens (trozos de palabras), que se leen una vez.</translation>
    </message>
    <message>
        <source>They are estimated: this model&apos;s own word list is not here.</source>
        <translation>Es una estimación: la lista de palabras propia de este modelo no está aquí.</translation>
    </message>
    <message>
        <source>1 row is longer than {1} tokens (it has {2}); the model would not see what goes beyond.</source>
        <translation>1 fila tiene más de {1} tokens (tiene {2}); el modelo no vería lo que pasa de ahí.</translation>
    </message>
    <message>
        <source>{0} rows are longer than {1} tokens (up to {2}); the model would not see what goes beyond.</source>
        <translation>{0} filas tienen más de {1} tokens (hasta {2}); el modelo no vería lo que pasa de ahí.</translation>
    </message>
    <message>
        <source>Free of charge.</source>
        <translation>Sin coste.</translation>
    </message>
    <message>
        <source>Free of charge, unless the owner of that computer asks for something.</source>
        <translation>Sin coste, salvo que quien tiene ese equipo pida algo.</translation>
    </message>
    <message>
        <source>Nobody told TuneDesk what this place charges. Look at its price list before you start.</source>
        <translation>Nadie ha dicho a TuneDesk lo que cobra este lugar. Mire su lista de precios antes de empezar.</translation>
    </message>
    <message>
        <source>Less than ${0}.</source>
        <translation>Menos de ${0}.</translation>
    </message>
    <message>
        <source>About ${0}.</source>
        <translation>Unos ${0}.</translation>
    </message>
    <message>
        <source>More, if the provider chooses more passes.</source>
        <translation>Más, si el proveedor elige más pasadas.</translation>
    </message>
    <message>
        <source>${0} for a million tokens as of {1} (source: {2}).</source>
        <translation>${0} por un millón de tokens, a fecha de {1} (fuente: {2}).</translation>
    </message>
    <message>
        <source>It will take {0} at {1}, as a few steps tried there show. You may close the window meanwhile.</source>
        <translation>Tardará {0} en {1}, según unos pasos probados allí. Mientras tanto puede cerrar la ventana.</translation>
    </message>
    <message>
        <source>{0} tells once the training runs. You may close the window meanwhile.</source>
        <translation>{0} lo dirá en cuanto empiece el entrenamiento. Mientras tanto puede cerrar la ventana.</translation>
    </message>
    <message>
        <source>It runs on this computer&apos;s graphics processor; the time is measured as soon as it runs.</source>
        <translation>Se ejecuta en el procesador gráfico de este equipo; el tiempo se mide en cuanto empieza.</translation>
    </message>
    <message>
        <source>It will take {0}, measured on this computer by a few steps that were tried.</source>
        <translation>Tardará {0}, medido en este equipo con unos pasos de prueba.</translation>
    </message>
    <message>
        <source>It will take {0} on this computer ({1} processor cores, {2} of memory).</source>
        <translation>Tardará {0} en este equipo ({1} núcleos de procesador, {2} de memoria).</translation>
    </message>
    <message>
        <source>It needs about {0} of memory, and {1} on the disk ({2} are free).</source>
        <translation>Necesita unos {0} de memoria y {1} en el disco (hay {2} libres).</translation>
    </message>
    <message>
        <source>It needs about {0} on the disk ({1} are free).</source>
        <translation>Necesita unos {0} en el disco (hay {1} libres).</translation>
    </message>
    <message>
        <source>Everything stays on this computer: neither your rows nor the model are sent anywhere.</source>
        <translation>Todo se queda en este equipo: ni sus filas ni el modelo se envían a ningún sitio.</translation>
    </message>
    <message>
        <source>{0}, about {1}, to {2}.</source>
        <translation>{0}, unos {1}, a {2}.</translation>
    </message>
</context>
<context>
    <name>PlanSending</name>
    <message>
        <source>The rows are written as {0} wants them.</source>
        <translation>Las filas se escriben como las quiere {0}.</translation>
    </message>
    <message>
        <source>{0} is asked to begin.</source>
        <translation>Se pide a {0} que empiece.</translation>
    </message>
    <message>
        <source>The rows are sent to {0}.</source>
        <translation>Las filas se envían a {0}.</translation>
    </message>
    <message>
        <source>The rows are sent to {0}: {1} of {2}.</source>
        <translation>Las filas se envían a {0}: {1} de {2}.</translation>
    </message>
</context>
<context>
    <name>PlanSettings</name>
    <message>
        <source>The same number and the same rows give the same training again.</source>
        <translation>El mismo número y las mismas filas vuelven a dar el mismo entrenamiento.</translation>
    </message>
    <message>
        <source>Start of chance (seed)</source>
        <translation>Inicio del azar (semilla)</translation>
    </message>
    <message>
        <source>Where the provider runs the training; prices and privacy differ.</source>
        <translation>Dónde hace el proveedor el entrenamiento; los precios y la privacidad cambian.</translation>
    </message>
    <message>
        <source>Kind of training (training type)</source>
        <translation>Clase de entrenamiento (tipo)</translation>
    </message>
    <message>
        <source>Keep this computer awake until the training has ended</source>
        <translation>Mantener el equipo despierto hasta que termine el entrenamiento</translation>
    </message>
    <message>
        <source>Advanced settings</source>
        <translation>Ajustes avanzados</translation>
    </message>
    <message>
        <source>everything automatic</source>
        <translation>todo automático</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>semilla {0}</translation>
    </message>
    <message>
        <source>stays awake</source>
        <translation>sigue despierto</translation>
    </message>
</context>
<context>
    <name>PlanTrouble</name>
    <message>
        <source>Enter the key…</source>
        <translation>Escribir la clave…</translation>
    </message>
    <message>
        <source>Open the network settings…</source>
        <translation>Abrir los ajustes de red…</translation>
    </message>
    <message>
        <source>Look at the key…</source>
        <translation>Ver la clave…</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>Añadir un proveedor…</translation>
    </message>
    <message>
        <source>Set up training on this computer…</source>
        <translation>Preparar este equipo para entrenar…</translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message>
        <source>Stop when it has cost more than</source>
        <translation>Parar cuando haya costado más de</translation>
    </message>
    <message>
        <source>How often each prompt is asked in each setting: it shows how much the answers vary.</source>
        <translation>Cuántas veces se pregunta cada prompt con cada ajuste: así se ve cuánto varían las respuestas.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Repeticiones</translation>
    </message>
    <message>
        <source>Settings to try</source>
        <translation>Ajustes que se prueban</translation>
    </message>
    <message>
        <source>Every combination of these values is asked. Whatever is not marked stays as it is below.</source>
        <translation>Se preguntan todas las combinaciones de estos valores. Lo que no se marque queda como está abajo.</translation>
    </message>
    <message>
        <source>Reckoning what it takes…</source>
        <translation>Calculando lo que requiere…</translation>
    </message>
    <message>
        <source>Mark at least one setting above, with values that can be asked for.</source>
        <translation>Marque arriba al menos un ajuste con valores que se puedan pedir.</translation>
    </message>
    <message>
        <source>Type the prompt that is to be asked.</source>
        <translation>Escriba el prompt que se va a preguntar.</translation>
    </message>
    <message>
        <source>These are too many combinations: {0} can be looked through at most.</source>
        <translation>Son demasiadas combinaciones: como máximo se pueden revisar {0}.</translation>
    </message>
    <message>
        <source>{0} × {1} × {2} = {3}</source>
        <translation>{0} × {1} × {2} = {3}</translation>
    </message>
    <message>
        <source>The rows of this project are pairs of answers. Make new rows in a project of their own.</source>
        <translation>Las filas de este proyecto son pares de respuestas. Cree las filas nuevas en un proyecto aparte.</translation>
    </message>
    <message>
        <source>Counting the rows…</source>
        <translation>Contando las filas…</translation>
    </message>
</context>
<context>
    <name>PlanWhere</name>
    <message>
        <source>Add a provider…</source>
        <translation>Añadir un proveedor…</translation>
    </message>
    <message>
        <source>Opens the preferences, where a provider and its key are entered.</source>
        <translation>Abre las preferencias, donde se introducen un proveedor y su clave.</translation>
    </message>
    <message>
        <source>Where it trains</source>
        <translation>Dónde se entrena</translation>
    </message>
</context>
<context>
    <name>PlanWords</name>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>{0} is being asked which models there are.</source>
        <translation>Se está preguntando a {0} qué modelos hay.</translation>
    </message>
    <message>
        <source>Name the model that is to learn: without one, the training cannot start.</source>
        <translation>Indique el modelo que va a aprender: sin él, el entrenamiento no puede empezar.</translation>
    </message>
    <message>
        <source>The model that learns from your rows.</source>
        <translation>El modelo que aprende de sus filas.</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Empezar a entrenar</translation>
    </message>
    <message>
        <source>Start training (price not known)</source>
        <translation>Empezar a entrenar (precio no conocido)</translation>
    </message>
    <message>
        <source>Start training (less than ${0})</source>
        <translation>Empezar a entrenar (menos de ${0})</translation>
    </message>
    <message>
        <source>Start training (about ${0})</source>
        <translation>Empezar a entrenar (unos ${0})</translation>
    </message>
    <message>
        <source>The rows are being looked at: {0} of {1}.</source>
        <translation>Se están mirando las filas: {0} de {1}.</translation>
    </message>
    <message>
        <source>It learns to write the answers of your rows (supervised).</source>
        <translation>Aprende a escribir las respuestas de sus filas (supervisado).</translation>
    </message>
    <message>
        <source>It learns to prefer the better answer of each pair (preference, DPO).</source>
        <translation>Aprende a preferir la mejor respuesta de cada par (preferencia, DPO).</translation>
    </message>
    <message>
        <source>Rows learned at once (batch size)</source>
        <translation>Filas que se aprenden a la vez (tamaño de lote)</translation>
    </message>
    <message>
        <source>Speed of learning (learning rate multiplier)</source>
        <translation>Velocidad de aprendizaje (multiplicador de la tasa de aprendizaje)</translation>
    </message>
    <message>
        <source>Speed of learning (learning rate)</source>
        <translation>Velocidad de aprendizaje (tasa de aprendizaje)</translation>
    </message>
    <message>
        <source>Closeness to the base model (beta)</source>
        <translation>Cercanía al modelo base (beta)</translation>
    </message>
    <message>
        <source>Size of what is learned (LoRA rank)</source>
        <translation>Tamaño de lo que se aprende (rango de LoRA)</translation>
    </message>
    <message>
        <source>Strength of what is learned (LoRA alpha)</source>
        <translation>Fuerza de lo que se aprende (alfa de LoRA)</translation>
    </message>
    <message>
        <source>Share left out by chance (LoRA dropout)</source>
        <translation>Proporción que se omite al azar (dropout de LoRA)</translation>
    </message>
    <message>
        <source>Longest row in tokens (context length)</source>
        <translation>Fila más larga en tokens (longitud de contexto)</translation>
    </message>
    <message>
        <source>Slow start (warm-up share)</source>
        <translation>Inicio lento (proporción de calentamiento)</translation>
    </message>
    <message>
        <source>Pull towards small weights (weight decay)</source>
        <translation>Tirón hacia pesos pequeños (weight decay)</translation>
    </message>
    <message>
        <source>Largest step (gradient norm)</source>
        <translation>Paso más grande (norma del gradiente)</translation>
    </message>
    <message>
        <source>Stop early after so many passes without progress</source>
        <translation>Parar antes tras tantas pasadas sin avance</translation>
    </message>
    <message>
        <source>Usual: {0}.</source>
        <translation>Habitual: {0}.</translation>
    </message>
    <message>
        <source>Automatic means 4.</source>
        <translation>Automático significa 4.</translation>
    </message>
    <message>
        <source>Automatic means 1.</source>
        <translation>Automático significa 1.</translation>
    </message>
    <message>
        <source>Automatic goes by the model&apos;s size: 0.001 for small ones, down to 0.0002 for large ones. The multiplier counts as well.</source>
        <translation>Automático depende del tamaño del modelo: 0,001 para los pequeños, hasta 0,0002 para los grandes. El multiplicador también cuenta.</translation>
    </message>
    <message>
        <source>What is left automatic {0} decides, and tells once the training runs.</source>
        <translation>Lo que se deja en automático lo decide {0}, que lo dirá en cuanto empiece el entrenamiento.</translation>
    </message>
    <message>
        <source>How many rows are put together for one step. Larger is steadier and needs more memory.</source>
        <translation>Cuántas filas se juntan para un paso. Con más es más estable y hace falta más memoria.</translation>
    </message>
    <message>
        <source>Multiplies the speed that would be chosen otherwise. Higher learns faster but may overshoot; try 2 if the curve hardly falls.</source>
        <translation>Multiplica la velocidad que se elegiría si no. Más alta aprende antes, pero puede pasarse; pruebe 2 si la curva apenas baja.</translation>
    </message>
    <message>
        <source>The size of each step itself, usually between 0.00001 and 0.001. Higher learns faster but may overshoot.</source>
        <translation>El tamaño de cada paso, normalmente entre 0,00001 y 0,001. Más alto aprende antes, pero puede pasarse.</translation>
    </message>
    <message>
        <source>Low lets the model move far from how it was, high keeps it close. 0.1 is a usual start.</source>
        <translation>Bajo deja que el modelo se aleje mucho de como era; alto lo mantiene cerca. 0,1 es un comienzo habitual.</translation>
    </message>
    <message>
        <source>Larger can learn more and needs more memory.</source>
        <translation>Con más se puede aprender más y hace falta más memoria.</translation>
    </message>
    <message>
        <source>How much what is learned counts; often twice the rank.</source>
        <translation>Cuánto cuenta lo aprendido; a menudo, el doble del rango.</translation>
    </message>
    <message>
        <source>A little of it keeps the model from learning rows by heart.</source>
        <translation>Un poco evita que el modelo aprenda las filas de memoria.</translation>
    </message>
    <message>
        <source>Of longer rows the end is cut off. Longer needs more memory and time.</source>
        <translation>A las filas más largas se les corta el final. Con más hacen falta más memoria y tiempo.</translation>
    </message>
    <message>
        <source>This share of all steps goes by with small steps, as a gentle start.</source>
        <translation>Esta proporción de todos los pasos se hace con pasos pequeños, para empezar con suavidad.</translation>
    </message>
    <message>
        <source>Steps are never larger than this; it guards against wild jumps.</source>
        <translation>Los pasos nunca son más grandes que esto; protege de saltos bruscos.</translation>
    </message>
    <message>
        <source>Ends the training when the validation loss has not improved; 0 never.</source>
        <translation>Termina el entrenamiento cuando la pérdida de validación no ha mejorado; 0, nunca.</translation>
    </message>
    <message>
        <source>1 row at once</source>
        <translation>1 fila a la vez</translation>
    </message>
    <message>
        <source>stops early after 1 pass</source>
        <translation>se detiene antes tras 1 pasada</translation>
    </message>
    <message>
        <source>{0} rows at once</source>
        <translation>{0} filas a la vez</translation>
    </message>
    <message>
        <source>speed × {0}</source>
        <translation>velocidad × {0}</translation>
    </message>
    <message>
        <source>rate {0}</source>
        <translation>tasa {0}</translation>
    </message>
    <message>
        <source>beta {0}</source>
        <translation>beta {0}</translation>
    </message>
    <message>
        <source>LoRA rank {0}</source>
        <translation>rango de LoRA {0}</translation>
    </message>
    <message>
        <source>LoRA alpha {0}</source>
        <translation>alfa de LoRA {0}</translation>
    </message>
    <message>
        <source>LoRA dropout {0}</source>
        <translation>dropout de LoRA {0}</translation>
    </message>
    <message>
        <source>rows up to {0} tokens</source>
        <translation>filas de hasta {0} tokens</translation>
    </message>
    <message>
        <source>stops early after {0} passes</source>
        <translation>se para antes tras {0} pasadas</translation>
    </message>
    <message>
        <source>secret keys (rows: {0})</source>
        <translation>claves secretas (filas: {0})</translation>
    </message>
    <message>
        <source>card numbers (rows: {0})</source>
        <translation>números de tarjeta (filas: {0})</translation>
    </message>
    <message>
        <source>bank account numbers (rows: {0})</source>
        <translation>números de cuenta bancaria (filas: {0})</translation>
    </message>
    <message>
        <source>e-mail addresses (rows: {0})</source>
        <translation>direcciones de correo electrónico (filas: {0})</translation>
    </message>
    <message>
        <source>telephone numbers (rows: {0})</source>
        <translation>números de teléfono (filas: {0})</translation>
    </message>
    <message>
        <source>{0} (both count the same)</source>
        <translation>{0} (ambas cuentan igual)</translation>
    </message>
    <message>
        <source>{0} (false alarms count more)</source>
        <translation>{0} (las falsas alarmas cuentan más)</translation>
    </message>
    <message>
        <source>{0} (what was missed counts more)</source>
        <translation>{0} (lo que se pasó por alto cuenta más)</translation>
    </message>
    <message>
        <source>In the region of your resource (standard)</source>
        <translation>En la región de su recurso (standard)</translation>
    </message>
    <message>
        <source>In any region, usually cheaper (globalStandard)</source>
        <translation>En cualquier región, normalmente más barato (globalStandard)</translation>
    </message>
    <message>
        <source>On spare capacity, cheapest, may take long (developerTier)</source>
        <translation>Con capacidad sobrante, lo más barato, puede tardar mucho (developerTier)</translation>
    </message>
    <message>
        <source>Automatic: {0} passes, because there are few rows.</source>
        <translation>Automático: {0} pasadas, porque hay pocas filas.</translation>
    </message>
    <message>
        <source>Automatic: {0} passes, because there are very many rows.</source>
        <translation>Automático: {0} pasadas, porque hay muchísimas filas.</translation>
    </message>
    <message>
        <source>Automatic: {0} passes, which suits most data.</source>
        <translation>Automático: {0} pasadas, lo que conviene a la mayoría de los datos.</translation>
    </message>
    <message>
        <source>Automatic: one pass, because there are very many rows.</source>
        <translation>Automático: una pasada, porque hay muchísimas filas.</translation>
    </message>
    <message>
        <source>The provider decides itself and may choose otherwise.</source>
        <translation>Lo decide el propio proveedor y puede elegir otra cosa.</translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Ask several models the same, and compare what they answer.</source>
        <translation>Pregunte lo mismo a varios modelos y compare lo que responden.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
</context>
<context>
    <name>PlaygroundRooms</name>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Models answer the same, side by side</source>
        <translation>Los modelos responden a lo mismo, uno al lado del otro</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Conversación</translation>
    </message>
    <message>
        <source>Rooms of the playground</source>
        <translation>Secciones de Playground</translation>
    </message>
    <message>
        <source>Talk with models over several turns</source>
        <translation>Hablar con los modelos durante varios turnos</translation>
    </message>
    <message>
        <source>Value finder</source>
        <translation>Buscador de valores</translation>
    </message>
    <message>
        <source>See which settings answer best</source>
        <translation>Ver con qué ajustes se responde mejor</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>See how good models are, and which is better</source>
        <translation>Ver lo buenos que son los modelos y cuál es mejor</translation>
    </message>
    <message>
        <source>Blind vote</source>
        <translation>Votación a ciegas</translation>
    </message>
    <message>
        <source>Choose between answers without knowing whose</source>
        <translation>Elegir entre respuestas sin saber de quién son</translation>
    </message>
</context>
<context>
    <name>PointsTable</name>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
</context>
<context>
    <name>PointsView</name>
    <message>
        <source>Training whose measurements are shown</source>
        <translation>Entrenamiento cuyas mediciones se muestran</translation>
    </message>
    <message>
        <source>Measurements of the training</source>
        <translation>Mediciones del entrenamiento</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Preferencias</translation>
    </message>
    <message>
        <source>Sections of the preferences</source>
        <translation>Secciones de las preferencias</translation>
    </message>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>PresetBar</name>
    <message>
        <source>Keep these as…</source>
        <translation>Guardar como…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Olvidar</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Preajuste</translation>
    </message>
    <message>
        <source>Forget the preset that is chosen; the settings on show stay</source>
        <translation>Olvidar el preajuste elegido; los ajustes que se ven se quedan</translation>
    </message>
    <message>
        <source>Keep these settings</source>
        <translation>Guardar estos ajustes</translation>
    </message>
    <message>
        <source>What are they called?</source>
        <translation>¿Cómo se llaman?</translation>
    </message>
    <message>
        <source>Settings of your own</source>
        <translation>Ajustes propios</translation>
    </message>
    <message>
        <source>Stories (temperature 0.7, 500 tokens)</source>
        <translation>Relatos (temperatura 0,7, 500 tokens)</translation>
    </message>
    <message>
        <source>As your data answers</source>
        <translation>Como responden sus datos</translation>
    </message>
    <message>
        <source>One label (1 token, with likelihoods)</source>
        <translation>Una clase (1 token, con probabilidades)</translation>
    </message>
</context>
<context>
    <name>PreviewDialog</name>
    <message>
        <source>Replace all</source>
        <translation>Reemplazar todo</translation>
    </message>
    <message>
        <source>Enter on a row goes to it, and nothing is replaced.</source>
        <translation>Intro sobre una fila va a ella, y no se reemplaza nada.</translation>
    </message>
    <message>
        <source>The first rows before and after</source>
        <translation>Las primeras filas antes y después</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Reemplazar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>Contando</translation>
    </message>
    <message>
        <source>“{0}” was not found in {1}.</source>
        <translation>«{0}» no se encontró en {1}.</translation>
    </message>
    <message>
        <source>{0} in {1}. “{2}” becomes “{3}”. It is one step that can be undone.</source>
        <translation>{0} en {1}. «{2}» pasa a ser «{3}». Es un solo paso que se puede deshacer.</translation>
    </message>
    <message>
        <source>Replace in {0}</source>
        <translation>Reemplazar en {0}</translation>
    </message>
    <message>
        <source>Replacing: {0} of {1}</source>
        <translation>Reemplazando: {0} de {1}</translation>
    </message>
    <message>
        <source>Replacing</source>
        <translation>Reemplazando</translation>
    </message>
    <message>
        <source>Row {0} of the whole table, {1}</source>
        <translation>Fila {0} de toda la tabla, {1}</translation>
    </message>
    <message>
        <source>Row {0}, {1}</source>
        <translation>Fila {0}, {1}</translation>
    </message>
</context>
<context>
    <name>PreviewTable</name>
    <message>
        <source>The first rows of the file</source>
        <translation>Las primeras filas del archivo</translation>
    </message>
</context>
<context>
    <name>PriceFields</name>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Input (what is read)</source>
        <translation>Entrada (lo que lee)</translation>
    </message>
    <message>
        <source>Output (what is written)</source>
        <translation>Salida (lo que escribe)</translation>
    </message>
    <message>
        <source>Cached input (read before)</source>
        <translation>Entrada ya leída (cached)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>no se conoce</translation>
    </message>
    <message>
        <source>Enter a price. What costs nothing is 0.</source>
        <translation>Escriba un precio. Lo que no cuesta nada es 0.</translation>
    </message>
    <message>
        <source>This is no number. Write it like {0}.</source>
        <translation>Esto no es un número. Escríbalo como {0}.</translation>
    </message>
    <message>
        <source>A price is never below 0.</source>
        <translation>Un precio nunca es menor que 0.</translation>
    </message>
    <message>
        <source>No model costs more than ${0} for a million tokens. Look once more.</source>
        <translation>Ningún modelo cuesta más de ${0} por millón de tokens. Mírelo otra vez.</translation>
    </message>
    <message>
        <source>This may be thousands or decimals. Write thousands without a sign between, and decimals like {0}.</source>
        <translation>Pueden ser millares o decimales. Escriba los millares sin signo entre medio, y los decimales como {0}.</translation>
    </message>
    <message>
        <source>In US dollars for a million tokens</source>
        <translation>En dólares por millón de tokens</translation>
    </message>
</context>
<context>
    <name>PriceForm</name>
    <message>
        <source>you</source>
        <translation>usted</translation>
    </message>
    <message>
        <source>Keep this price</source>
        <translation>Guardar este precio</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>As the provider writes it, for example in its list of models.</source>
        <translation>Tal como lo escribe el proveedor, por ejemplo en su lista de modelos.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>In US dollars for a million tokens (pieces of words). Leave empty what you do not know.</source>
        <translation>En dólares por millón de tokens (trozos de palabras). Deje vacío lo que no sepa.</translation>
    </message>
    <message>
        <source>Where you read it</source>
        <translation>Dónde lo ha leído</translation>
    </message>
    <message>
        <source>A page of prices or a bill, for example.</source>
        <translation>Una página de precios o una factura, por ejemplo.</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>Back to what TuneDesk came with</source>
        <translation>Volver al precio que trae TuneDesk</translation>
    </message>
    <message>
        <source>Take this price away</source>
        <translation>Quitar este precio</translation>
    </message>
    <message>
        <source>A price for another model</source>
        <translation>Un precio para otro modelo</translation>
    </message>
    <message>
        <source>Enter the name of the model.</source>
        <translation>Escriba el nombre del modelo.</translation>
    </message>
</context>
<context>
    <name>PriceTable</name>
    <message>
        <source>Prices of models, in US dollars for a million tokens</source>
        <translation>Precios de los modelos, en dólares por millón de tokens</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>Leído el</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Fuente</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>no se conoce</translation>
    </message>
</context>
<context>
    <name>PriceWords</name>
    <message>
        <source>TuneDesk does not know this price.</source>
        <translation>TuneDesk no conoce este precio.</translation>
    </message>
    <message>
        <source>What TuneDesk came with: {0}. {1}</source>
        <translation>Lo que trae TuneDesk: {0}. {1}</translation>
    </message>
    <message>
        <source>Your own list takes this price away.</source>
        <translation>Su propia lista quita este precio.</translation>
    </message>
    <message>
        <source>This is your own price, of {0} (source: {1}).</source>
        <translation>Este es su propio precio, del {0} (fuente: {1}).</translation>
    </message>
    <message>
        <source>Read on {0}. Source: {1}</source>
        <translation>Leído el {0}. Fuente: {1}</translation>
    </message>
    <message>
        <source>training ${0}</source>
        <translation>entrenamiento ${0}</translation>
    </message>
    <message>
        <source>input ${0}</source>
        <translation>entrada ${0}</translation>
    </message>
    <message>
        <source>output ${0}</source>
        <translation>salida ${0}</translation>
    </message>
    <message>
        <source>cached input ${0}</source>
        <translation>entrada ya leída ${0}</translation>
    </message>
</context>
<context>
    <name>PricesDialog</name>
    <message>
        <source>Prices</source>
        <translation>Precios</translation>
    </message>
    <message>
        <source>Add a price…</source>
        <translation>Añadir un precio…</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Abrir el archivo</translation>
    </message>
    <message>
        <source>Your own list as a text file; what you change there is read when you come back.</source>
        <translation>Su propia lista como archivo de texto; lo que cambie en él se lee cuando vuelva.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>With these prices TuneDesk reckons what something will cost and has cost. Choose a model to change its price; what you keep counts from then on.</source>
        <translation>Con estos precios TuneDesk calcula lo que algo va a costar y ha costado. Elija un modelo para cambiar su precio; lo que guarde vale desde entonces.</translation>
    </message>
    <message>
        <source>Search in the prices</source>
        <translation>Buscar en los precios</translation>
    </message>
    <message>
        <source>Which model or provider?</source>
        <translation>¿Qué modelo o proveedor?</translation>
    </message>
    <message>
        <source>Nothing in the list has these letters. “Add a price…” takes a model that is not in it.</source>
        <translation>Nada en la lista tiene estas letras. «Añadir un precio…» admite un modelo que no esté en ella.</translation>
    </message>
    <message>
        <source>No price is known here yet. Add a provider, then enter what its models cost.</source>
        <translation>Aquí todavía no se conoce ningún precio. Añada un proveedor y escriba después lo que cuestan sus modelos.</translation>
    </message>
    <message>
        <source>This model is in the list already. Here is its price; change it if it is another by now.</source>
        <translation>Este modelo ya está en la lista. Aquí está su precio; cámbielo si ahora es otro.</translation>
    </message>
    <message>
        <source>Kept. From now on TuneDesk reckons with this price of {0}.</source>
        <translation>Guardado. Desde ahora TuneDesk calcula con este precio de {0}.</translation>
    </message>
    <message>
        <source>TuneDesk reckons again with the price it came with for {0}.</source>
        <translation>TuneDesk vuelve a calcular con el precio que trae para {0}.</translation>
    </message>
    <message>
        <source>Your price of {0} is no longer in the list.</source>
        <translation>Su precio de {0} ya no está en la lista.</translation>
    </message>
</context>
<context>
    <name>ProblemDialog</name>
    <message>
        <source>A problem in TuneDesk</source>
        <translation>Un problema en TuneDesk</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>Informar de un problema</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Informe</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Copiar el informe</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Guardar el informe…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>TuneDesk met a problem nobody foresaw.</source>
        <translation>TuneDesk se ha encontrado con un problema que nadie había previsto.</translation>
    </message>
    <message>
        <source>Your work is safe: every change is saved in the project file as you make it.</source>
        <translation>Su trabajo está a salvo: cada cambio se guarda en el archivo del proyecto en cuanto lo hace.</translation>
    </message>
    <message>
        <source>You can go on. If it happens again, give this report to whoever helps you with TuneDesk.</source>
        <translation>Puede continuar. Si vuelve a ocurrir, entregue este informe a quien le ayude con TuneDesk.</translation>
    </message>
    <message>
        <source>Something not as it should be?</source>
        <translation>¿Hay algo que no está como debería?</translation>
    </message>
    <message>
        <source>This report says which versions you use and what TuneDesk did last.</source>
        <translation>Este informe dice qué versiones usa y qué hizo TuneDesk al final.</translation>
    </message>
    <message>
        <source>Read it, copy or save it, and send it with a sentence about what you were doing.</source>
        <translation>Léalo, cópielo o guárdelo y envíelo con una frase sobre lo que estaba haciendo.</translation>
    </message>
    <message>
        <source>Keys and the name of your home folder have been removed.</source>
        <translation>Se han quitado las claves y el nombre de su carpeta personal.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Guardar el informe</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Texto (*.txt)</translation>
    </message>
    <message>
        <source>It could not be saved there: {0}</source>
        <translation>No se pudo guardar ahí: {0}</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
</context>
<context>
    <name>ProblemView</name>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copiar detalles</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Providers</source>
        <translation>Proveedores</translation>
    </message>
    <message>
        <source>Spending</source>
        <translation>Gastos</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Not opened: {0}. A project or a pack is opened alone.</source>
        <translation>Sin abrir: {0}. Un proyecto o un paquete se abre por separado.</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Bytes fetched</source>
        <translation>Bytes descargados</translation>
    </message>
    <message>
        <source>A project opens with Enter or a double click.</source>
        <translation>Un proyecto se abre con Intro o con doble clic.</translation>
    </message>
    <message>
        <source>What came home</source>
        <translation>Lo que ha llegado a casa</translation>
    </message>
    <message>
        <source>Read the report</source>
        <translation>Leer el informe</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Volver a la lista</translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation>Preguntando al proveedor…</translation>
    </message>
    <message>
        <source>{0} TuneDesk asks again in {1}.</source>
        <translation>{0} TuneDesk vuelve a preguntar en {1}.</translation>
    </message>
    <message>
        <source>{0} ({1} of {2})</source>
        <translation>{0} ({1} de {2})</translation>
    </message>
    <message>
        <source>{0} (question {1} of {2})</source>
        <translation>{0} (pregunta {1} de {2})</translation>
    </message>
    <message>
        <source>Projects at home: {0}. What could not be had: {1}; the list and the report say why.</source>
        <translation>Proyectos en casa: {0}. Lo que no se pudo traer: {1}; la lista y el informe dicen por qué.</translation>
    </message>
    <message>
        <source>Everything is home: {0} projects.</source>
        <translation>Todo está en casa: {0} proyectos.</translation>
    </message>
    <message>
        <source>Everything is home: 1 project.</source>
        <translation>Todo está en casa: 1 proyecto.</translation>
    </message>
</context>
<context>
    <name>PromptBox</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Respuesta esperada</translation>
    </message>
    <message>
        <source>Type what you want to ask the models.</source>
        <translation>Escriba lo que quiere preguntar a los modelos.</translation>
    </message>
    <message>
        <source>Asked with the system message: {0}</source>
        <translation>Se pregunta con el mensaje de sistema: {0}</translation>
    </message>
</context>
<context>
    <name>PromptList</name>
    <message>
        <source>{0}, answered</source>
        <translation>{0}, con respuesta</translation>
    </message>
    <message>
        <source>Your own prompt</source>
        <translation>Un prompt propio</translation>
    </message>
</context>
<context>
    <name>PromptPicker</name>
    <message>
        <source>One column</source>
        <translation>Una columna</translation>
    </message>
    <message>
        <source>Several columns in one text</source>
        <translation>Varias columnas en un texto</translation>
    </message>
    <message>
        <source>No question, only the text to learn</source>
        <translation>Ninguna pregunta, solo el texto que se aprende</translation>
    </message>
    <message>
        <source>Column that is asked</source>
        <translation>Columna que se pregunta</translation>
    </message>
    <message>
        <source>Text that is asked, with columns in braces</source>
        <translation>Texto que se pregunta, con columnas entre llaves</translation>
    </message>
    <message>
        <source>Insert a column</source>
        <translation>Insertar columna</translation>
    </message>
    <message>
        <source>Nothing (answers alone)</source>
        <translation>Nada (solo respuestas)</translation>
    </message>
    <message>
        <source>Insert a column …</source>
        <translation>Insertar columna …</translation>
    </message>
    <message>
        <source>+ {0}</source>
        <translation>+ {0}</translation>
    </message>
    <message>
        <source>Insert the column {0}</source>
        <translation>Insertar la columna {0}</translation>
    </message>
</context>
<context>
    <name>PromptSource</name>
    <message>
        <source>Which prompts are listed</source>
        <translation>Qué prompts aparecen en la lista</translation>
    </message>
    <message>
        <source>Prompts from a file…</source>
        <translation>Prompts de un archivo…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>PromptsDialog</name>
    <message>
        <source>Prompts from {0}</source>
        <translation>Prompts de {0}</translation>
    </message>
    <message>
        <source>Its expected answer</source>
        <translation>Su respuesta esperada</translation>
    </message>
    <message>
        <source>Take the prompts</source>
        <translation>Usar los prompts</translation>
    </message>
    <message>
        <source>what each row asks (it is training data)</source>
        <translation>lo que pregunta cada fila (son datos de entrenamiento)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>Prompts stand in</source>
        <translation>Los prompts están en</translation>
    </message>
    <message>
        <source>Expected answers stand in</source>
        <translation>Las respuestas esperadas están en</translation>
    </message>
    <message>
        <source>System messages stand in</source>
        <translation>Los mensajes de sistema están en</translation>
    </message>
    <message>
        <source>The first prompt</source>
        <translation>El primer prompt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>The first rows ask nothing in this column.</source>
        <translation>Las primeras filas no preguntan nada en esta columna.</translation>
    </message>
    <message>
        <source>Each prompt is asked in the form of your data: with their system or ending.</source>
        <translation>Cada prompt se pregunta en la forma de sus datos: con su mensaje de sistema o su final.</translation>
    </message>
    <message>
        <source>Each row is asked exactly as it stands there.</source>
        <translation>Cada fila se pregunta tal como está.</translation>
    </message>
</context>
<context>
    <name>PromptsForm</name>
    <message>
        <source>How many</source>
        <translation>Cuántos</translation>
    </message>
    <message>
        <source>Row number</source>
        <translation>Número de fila</translation>
    </message>
    <message>
        <source>Counted among the held-out rows.</source>
        <translation>Se cuenta entre las filas apartadas.</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>May stay empty. Without it, nothing can be said about how good an answer is.</source>
        <translation>Puede quedar vacío. Sin ello no se puede decir lo buena que es una respuesta.</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Respuesta esperada</translation>
    </message>
    <message>
        <source>Type what you want to ask the model.</source>
        <translation>Escriba lo que quiere preguntar al modelo.</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>Held-out rows, evenly from all of them</source>
        <translation>Filas apartadas, repartidas por igual entre todas</translation>
    </message>
    <message>
        <source>The first held-out rows</source>
        <translation>Las primeras filas apartadas</translation>
    </message>
    <message>
        <source>One held-out row</source>
        <translation>Una fila apartada</translation>
    </message>
    <message>
        <source>One prompt of my own</source>
        <translation>Un prompt propio</translation>
    </message>
    <message>
        <source>There is 1 row the models have not learned from (a held-out row).</source>
        <translation>Hay 1 fila de la que los modelos no han aprendido (una fila apartada).</translation>
    </message>
    <message>
        <source>There are {0} rows the models have not learned from (held-out rows).</source>
        <translation>Hay {0} filas de las que los modelos no han aprendido (filas apartadas).</translation>
    </message>
    <message>
        <source>There are no held-out rows. Move some rows to the test part in the table, or type a prompt.</source>
        <translation>No hay filas apartadas. Pase algunas filas a la parte de prueba en la tabla o escriba un prompt.</translation>
    </message>
</context>
<context>
    <name>ProvidersPage</name>
    <message>
        <source>Your providers</source>
        <translation>Sus proveedores</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>Añadir un proveedor…</translation>
    </message>
    <message>
        <source>Everything works on this computer without a provider. Add one if you want to train or ask models there with your own key, or bring home what you have there.</source>
        <translation>Todo funciona en este equipo sin proveedor. Añada uno si quiere entrenar modelos o preguntarles allí con su propia clave, o traer a casa lo que tiene allí.</translation>
    </message>
</context>
<context>
    <name>QueueLine</name>
    <message>
        <source>{0} asks to wait. TuneDesk goes on in {1}.</source>
        <translation>{0} pide esperar. TuneDesk sigue dentro de {1}.</translation>
    </message>
    <message>
        <source>{0} asks to wait. TuneDesk goes on in {1}; requests that wait: {2}.</source>
        <translation>{0} pide esperar. TuneDesk sigue dentro de {1}; consultas en espera: {2}.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Places</source>
        <translation>Lugares</translation>
    </message>
    <message>
        <source>Background work</source>
        <translation>Trabajo en segundo plano</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>TuneDesk connects to nothing outside this computer; see Preferences, Network.</source>
        <translation>TuneDesk no se conecta a nada fuera de este equipo; véase Preferencias, Red.</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Proyecto</translation>
    </message>
    <message>
        <source>You are here</source>
        <translation>Está aquí</translation>
    </message>
    <message>
        <source>None open</source>
        <translation>Ninguno abierto</translation>
    </message>
    <message>
        <source>{0} tasks</source>
        <translation>{0} tareas</translation>
    </message>
    <message>
        <source>1 problem</source>
        <translation>1 problema</translation>
    </message>
    <message>
        <source>{0} problems</source>
        <translation>{0} problemas</translation>
    </message>
</context>
<context>
    <name>ReadStep</name>
    <message>
        <source>Begin afresh</source>
        <translation>Empezar de cero</translation>
    </message>
    <message>
        <source>See whether your file was read rightly: letters, columns and rows as you know them.</source>
        <translation>Compruebe que el archivo se leyó bien: letras, columnas y filas como usted las conoce.</translation>
    </message>
    <message>
        <source>You brought in a file with these columns before. The answers of last time are filled in.</source>
        <translation>Ya trajo antes un archivo con estas columnas. Se han puesto las respuestas de la última vez.</translation>
    </message>
    <message>
        <source>none among the rows shown</source>
        <translation>ninguna entre las filas que se ven</translation>
    </message>
</context>
<context>
    <name>ReadingMenus</name>
    <message>
        <source>Another separator, one character</source>
        <translation>Otro separador, un carácter</translation>
    </message>
    <message>
        <source>The first row names the columns</source>
        <translation>La primera fila da nombre a las columnas</translation>
    </message>
    <message>
        <source>The file is</source>
        <translation>El archivo es</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>Hoja</translation>
    </message>
    <message>
        <source>Columns are separated by</source>
        <translation>Las columnas se separan con</translation>
    </message>
    <message>
        <source>Letters are stored as (encoding)</source>
        <translation>Cómo se guardan las letras (codificación)</translation>
    </message>
    <message>
        <source>This character: {0}</source>
        <translation>Este carácter: {0}</translation>
    </message>
    <message>
        <source>Another character</source>
        <translation>Otro carácter</translation>
    </message>
    <message>
        <source>{0} (found)</source>
        <translation>{0} (detectado)</translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>Missing: {0}</source>
        <translation>Falta: {0}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Remove from this list; the file stays where it is</source>
        <translation>Quitar de esta lista; el archivo se queda donde está</translation>
    </message>
    <message>
        <source>Remove {0} from the list</source>
        <translation>Quitar {0} de la lista</translation>
    </message>
</context>
<context>
    <name>ReleaseDialog</name>
    <message>
        <source>Newer TuneDesk</source>
        <translation>TuneDesk más nuevo</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Novedades</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Abrir su página</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Looking for a newer version…</source>
        <translation>Buscando una versión más nueva…</translation>
    </message>
    <message>
        <source>You have the newest version: {0}.</source>
        <translation>Tiene la versión más nueva: {0}.</translation>
    </message>
    <message>
        <source>Version {0} came out on {1}. You have {2}.</source>
        <translation>La versión {0} salió el {1}. Usted tiene la {2}.</translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message>
        <source>Replace the file?</source>
        <translation>¿Reemplazar el archivo?</translation>
    </message>
    <message>
        <source>“{0}” is in this folder already. If you replace it, what is in it now is lost.</source>
        <translation>«{0}» ya está en esta carpeta. Si lo reemplaza, se pierde lo que contiene ahora.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Reemplazarlo</translation>
    </message>
    <message>
        <source>Choose another name…</source>
        <translation>Elegir otro nombre…</translation>
    </message>
</context>
<context>
    <name>ReportSaver</name>
    <message>
        <source>Save the report…</source>
        <translation>Guardar el informe…</translation>
    </message>
    <message>
        <source>Saving the report</source>
        <translation>Guardando el informe</translation>
    </message>
    <message>
        <source>Saved as “{0}”</source>
        <translation>Se guardó como «{0}»</translation>
    </message>
    <message>
        <source>{0} report.html</source>
        <translation>{0} informe.html</translation>
    </message>
    <message>
        <source>Page for people (*.html);;Data for programs (*.json)</source>
        <translation>Página para personas (*.html);;Datos para programas (*.json)</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Guardar el informe</translation>
    </message>
</context>
<context>
    <name>RescuePage</name>
    <message>
        <source>Bring my models home</source>
        <translation>Traer mis modelos a casa</translation>
    </message>
    <message>
        <source>Your training data, curves and the answers of your models, safe on this computer.</source>
        <translation>Sus datos de entrenamiento, curvas y respuestas de sus modelos, a salvo en este equipo.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Add the account first: your provider and its key. What lies there is then listed here.</source>
        <translation>Añada primero la cuenta: su proveedor y la clave de este. Lo que haya allí aparecerá aquí.</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Añadir un proveedor</translation>
    </message>
    <message>
        <source>Looking at what {0} has of you</source>
        <translation>Mirando qué tiene {0} de usted</translation>
    </message>
    <message>
        <source>There is no training in this account that could be brought home.</source>
        <translation>En esta cuenta no hay ningún entrenamiento que se pueda traer a casa.</translation>
    </message>
    <message>
        <source>Bringing home: {0}</source>
        <translation>Trayendo a casa: {0}</translation>
    </message>
    <message>
        <source>Nothing was looked at.</source>
        <translation>No se ha mirado nada.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Actualizar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Bring {0} trainings home</source>
        <translation>Traer a casa {0} entrenamientos</translation>
    </message>
    <message>
        <source>Bring 1 training home</source>
        <translation>Traer a casa 1 entrenamiento</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Answers that are there</source>
        <translation>Respuestas que ya están</translation>
    </message>
    <message>
        <source>Allow so much more</source>
        <translation>Permitir además</translation>
    </message>
    <message>
        <source>Which answers</source>
        <translation>Qué respuestas</translation>
    </message>
    <message>
        <source>Mark all</source>
        <translation>Marcar todo</translation>
    </message>
    <message>
        <source>Mark none</source>
        <translation>Desmarcar todo</translation>
    </message>
    <message>
        <source>Mark those that pass…</source>
        <translation>Marcar las que cumplen…</translation>
    </message>
    <message>
        <source>Rows of prompt and completion</source>
        <translation>Filas de prompt y completion</translation>
    </message>
    <message>
        <source>Rows of question and answer (chat)</source>
        <translation>Filas de pregunta y respuesta (chat)</translation>
    </message>
    <message>
        <source>What the rows become</source>
        <translation>Qué pasan a ser las filas</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Guardar en CSV…</translation>
    </message>
    <message>
        <source>Answered: {0} of {1}.</source>
        <translation>Respondidas: {0} de {1}.</translation>
    </message>
    <message>
        <source>All ({0})</source>
        <translation>Todas ({0})</translation>
    </message>
    <message>
        <source>Marked ({0})</source>
        <translation>Marcadas ({0})</translation>
    </message>
    <message>
        <source>Left out ({0})</source>
        <translation>Fuera ({0})</translation>
    </message>
    <message>
        <source>Cut off, refused, empty ({0})</source>
        <translation>Cortadas, rechazadas, vacías ({0})</translation>
    </message>
    <message>
        <source>Without an answer ({0})</source>
        <translation>Sin respuesta ({0})</translation>
    </message>
    <message>
        <source>In the table ({0})</source>
        <translation>En la tabla ({0})</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Cifra</translation>
    </message>
    <message>
        <source>Copy the figures</source>
        <translation>Copiar las cifras</translation>
    </message>
    <message>
        <source>Figures of the test</source>
        <translation>Cifras de la prueba</translation>
    </message>
    <message>
        <source>Expected labels and what came</source>
        <translation>Clases esperadas y lo que salió</translation>
    </message>
    <message>
        <source>Both alike (F1)</source>
        <translation>Ambas por igual (F1)</translation>
    </message>
    <message>
        <source>Precision more (F0.5)</source>
        <translation>Más la precisión (F0,5)</translation>
    </message>
    <message>
        <source>Recall more (F2)</source>
        <translation>Más la exhaustividad (F2)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>with</source>
        <translation>con</translation>
    </message>
    <message>
        <source>What F-scores weigh</source>
        <translation>Qué pesa en los valores F</translation>
    </message>
    <message>
        <source>Expected (down) and what came (across)</source>
        <translation>Lo esperado (hacia abajo) y lo que salió (hacia la derecha)</translation>
    </message>
    <message>
        <source>Choose a number to see its rows.</source>
        <translation>Elija un número para ver sus filas.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>In brackets stands where the true share lies; it is missed in 1 of 20 cases, however often you look. No model is named the better one while one half lies within.</source>
        <translation>Entre paréntesis está dónde se encuentra la proporción verdadera; en 1 de cada 20 casos queda fuera, por mucho que se mire. Mientras la mitad (el 50 %) quede dentro, no se dice que ningún modelo sea mejor.</translation>
    </message>
    <message>
        <source>All models, the strongest first</source>
        <translation>Todos los modelos, primero el más fuerte</translation>
    </message>
    <message>
        <source>Votes between each two</source>
        <translation>Votos entre cada dos</translation>
    </message>
    <message>
        <source>Copy the result</source>
        <translation>Copiar el resultado</translation>
    </message>
</context>
<context>
    <name>ResultsSaver</name>
    <message>
        <source>Table of measurements (*.csv)</source>
        <translation>Tabla de mediciones (*.csv)</translation>
    </message>
    <message>
        <source>Save results file</source>
        <translation>Guardar los resultados</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>All settings are alike in this: {0}. The second line says how sure that is.</source>
        <translation>En esto todos los ajustes son iguales: {0}. La segunda línea dice lo seguro que es.</translation>
    </message>
    <message>
        <source>Stronger colour stands for more: least {0}, most {1}. The second line says how sure that is.</source>
        <translation>Un color más fuerte significa más: mínimo {0}, máximo {1}. La segunda línea dice lo seguro que es.</translation>
    </message>
    <message>
        <source>{0}, {1}, {2}, {3} ({4})</source>
        <translation>{0}, {1}, {2}, {3} ({4})</translation>
    </message>
    <message>
        <source>{0} of {1}.</source>
        <translation>{0} de {1}.</translation>
    </message>
    <message>
        <source>They have cost {0}.</source>
        <translation>Han costado {0}.</translation>
    </message>
    <message>
        <source>{0} left.</source>
        <translation>Tiempo restante: {0}.</translation>
    </message>
    <message>
        <source>It stopped because it has cost {0}, as much as you allowed. To go on allows as much again.</source>
        <translation>Se detuvo porque ha costado {0}, tanto como usted permitió. Continuar permite otro tanto.</translation>
    </message>
    <message>
        <source>The provider is waited for: {0}</source>
        <translation>Se espera al proveedor: {0}</translation>
    </message>
    <message>
        <source>{0} answers did not come: {1}</source>
        <translation>{0} respuestas no llegaron: {1}</translation>
    </message>
    <message>
        <source>1 answer did not come: {1}</source>
        <translation>1 respuesta no llegó: {1}</translation>
    </message>
    <message>
        <source>Paused. Nothing that was answered is asked again when you go on.</source>
        <translation>En pausa. Al continuar no se vuelve a preguntar nada de lo ya respondido.</translation>
    </message>
    <message>
        <source>The other answer will cost about {1}.</source>
        <translation>La otra respuesta costará unos {1}.</translation>
    </message>
    <message>
        <source>The other {0} answers will cost about {1}.</source>
        <translation>Las otras {0} respuestas costarán unos {1}.</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>You may leave this empty.</source>
        <translation>Esto puede quedar vacío.</translation>
    </message>
    <message>
        <source>What is wrong with this row?</source>
        <translation>¿Qué tiene de malo esta fila?</translation>
    </message>
    <message>
        <source>What is wrong?</source>
        <translation>¿Qué está mal?</translation>
    </message>
    <message>
        <source>Mark as a problem</source>
        <translation>Marcar como problema</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Atrás (Esc)</translation>
    </message>
</context>
<context>
    <name>ReviewEnd</name>
    <message>
        <source>Go to the next open row</source>
        <translation>Ir a la siguiente pendiente</translation>
    </message>
    <message>
        <source>Show the rows with a problem</source>
        <translation>Ver las filas con problemas</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Entrenar un modelo</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Volver a la tabla</translation>
    </message>
    <message>
        <source>This is the end. One row is still open.</source>
        <translation>Aquí termina. Todavía queda una fila pendiente.</translation>
    </message>
    <message>
        <source>This is the end. {0} rows are still open.</source>
        <translation>Aquí termina. Todavía quedan {0} filas pendientes.</translation>
    </message>
    <message>
        <source>The row is decided.</source>
        <translation>La fila está decidida.</translation>
    </message>
    <message>
        <source>All {0} rows are decided.</source>
        <translation>Las {0} filas están decididas.</translation>
    </message>
    <message>
        <source>Rows that were skipped can be decided now, or another day: the place is kept.</source>
        <translation>Las filas que se saltaron se pueden decidir ahora u otro día: el lugar se guarda.</translation>
    </message>
    <message>
        <source>Rows with a problem are still learned from. Correct them, or exclude them.</source>
        <translation>De las filas con un problema se sigue aprendiendo. Corríjalas o exclúyalas.</translation>
    </message>
    <message>
        <source>The accepted rows are ready to be learned from.</source>
        <translation>Las filas aceptadas están listas para que se aprenda de ellas.</translation>
    </message>
    <message>
        <source>Nothing is left to learn from among these rows.</source>
        <translation>Entre estas filas no queda nada de lo que aprender.</translation>
    </message>
    <message>
        <source>{0} accepted</source>
        <translation>aceptadas: {0}</translation>
    </message>
    <message>
        <source>{0} excluded</source>
        <translation>excluidas: {0}</translation>
    </message>
    <message>
        <source>{0} with a problem</source>
        <translation>con problemas: {0}</translation>
    </message>
    <message>
        <source>{0} deleted</source>
        <translation>eliminadas: {0}</translation>
    </message>
</context>
<context>
    <name>ReviewHead</name>
    <message>
        <source>Decided rows</source>
        <translation>Filas decididas</translation>
    </message>
    <message>
        <source>Back to the table (Esc)</source>
        <translation>Volver a la tabla (Esc)</translation>
    </message>
    <message>
        <source>Row {0} of {1}</source>
        <translation>Fila {0} de {1}</translation>
    </message>
    <message>
        <source>The end</source>
        <translation>El final</translation>
    </message>
    <message>
        <source>{0} open</source>
        <translation>pendientes: {0}</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Review</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>One key decides about a row, and Backspace takes it back.</source>
        <translation>Una tecla decide sobre una fila y Retroceso deshace la decisión.</translation>
    </message>
</context>
<context>
    <name>ReviewText</name>
    <message>
        <source>This row is not in the table any more.</source>
        <translation>Esta fila ya no está en la tabla.</translation>
    </message>
    <message>
        <source>{0} earlier turns are not shown here; edit the row to see them.</source>
        <translation>Aquí no se ven {0} turnos anteriores; edite la fila para verlos.</translation>
    </message>
</context>
<context>
    <name>Rework</name>
    <message>
        <source>Fill in what is empty</source>
        <translation>Rellenar lo que está vacío</translation>
    </message>
    <message>
        <source>Grade (a tag and a note)</source>
        <translation>Calificar (etiqueta y nota)</translation>
    </message>
    <message>
        <source>Grade how well the answer fits the question, from 1 (not at all) to 5 (fully). Begin with the number, then say why in one sentence.</source>
        <translation>Califica lo bien que la respuesta encaja con la pregunta, de 1 (nada) a 5 (del todo). Empieza con el número y después di por qué en una frase.</translation>
    </message>
    <message>
        <source>Make variations (new rows)</source>
        <translation>Crear variaciones (filas nuevas)</translation>
    </message>
    <message>
        <source>Question:
{prompt}

Answer:
{completion}</source>
        <translation>Pregunta:
{prompt}

Respuesta:
{completion}</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>Reescribir</translation>
    </message>
    <message>
        <source>Rewrite this so that it is clear and short, and says the same. Write nothing else.</source>
        <translation>Reescribe esto para que sea claro y breve y diga lo mismo. No escribas nada más.</translation>
    </message>
    <message>
        <source>Say this in other words, so that it means the same. Write nothing else.</source>
        <translation>Di esto con otras palabras, de modo que signifique lo mismo. No escribas nada más.</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>Traducir</translation>
    </message>
    <message>
        <source>Translate this into German. Write nothing else.</source>
        <translation>Traduce esto al alemán. No escribas nada más.</translation>
    </message>
    <message>
        <source>Write the question that this is the answer to:

{completion}</source>
        <translation>Escribe la pregunta a la que responde esto:

{completion}</translation>
    </message>
</context>
<context>
    <name>ReworkPlan</name>
    <message>
        <source>Variations of each row</source>
        <translation>Variaciones de cada fila</translation>
    </message>
    <message>
        <source>Mark as a problem when the grade is</source>
        <translation>Marcar como problema cuando la calificación sea</translation>
    </message>
    <message>
        <source>for example: 1, 2</source>
        <translation>por ejemplo: 1, 2</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>Qué se va a hacer</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Columna</translation>
    </message>
    <message>
        <source>What the model is asked about each row</source>
        <translation>Lo que se pregunta al modelo sobre cada fila</translation>
    </message>
    <message>
        <source>The first row</source>
        <translation>La primera fila</translation>
    </message>
    <message>
        <source>Choose rows in the table first.</source>
        <translation>Elija antes unas filas en la tabla.</translation>
    </message>
    <message>
        <source>{0} × {1} = {2}</source>
        <translation>{0} × {1} = {2}</translation>
    </message>
    <message>
        <source>{1}; 1 of the chosen rows has nothing to do with this column.</source>
        <translation>{1}; 1 de las filas elegidas no tiene nada que ver con esta columna.</translation>
    </message>
    <message>
        <source>{1}; {0} of the chosen rows have nothing to do with this column.</source>
        <translation>{1}; {0} de las filas elegidas no tienen nada que ver con esta columna.</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>Chosen rows ({0})</source>
        <translation>Filas elegidas ({0})</translation>
    </message>
    <message>
        <source>All rows on show ({0})</source>
        <translation>Todas las visibles ({0})</translation>
    </message>
    <message>
        <source>These are filled in from the row: {0}.</source>
        <translation>Se rellenan con los datos de la fila: {0}.</translation>
    </message>
</context>
<context>
    <name>Rooms</name>
    <message>
        <source>Start</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Playground</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
</context>
<context>
    <name>RowActs</name>
    <message>
        <source>The rows are shown in a sorted order. Go back to the order of the table to move them.</source>
        <translation>Las filas se muestran en un orden cambiado. Vuelva al orden de la tabla para moverlas.</translation>
    </message>
</context>
<context>
    <name>RowBoard</name>
    <message>
        <source>Back to the table (Esc)</source>
        <translation>Volver a la tabla (Esc)</translation>
    </message>
</context>
<context>
    <name>RowDialog</name>
    <message>
        <source>A training row of this answer</source>
        <translation>Una fila de entrenamiento con esta respuesta</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>The answer as it should be</source>
        <translation>La respuesta como debería ser</translation>
    </message>
    <message>
        <source>This prompt is a held-out row. Its row gets this answer and moves to the training part: what a model has learned from can no longer test it.</source>
        <translation>Este prompt es una fila apartada. Su fila recibe esta respuesta y pasa a la parte de entrenamiento: lo que un modelo ya ha aprendido no sirve para ponerlo a prueba.</translation>
    </message>
    <message>
        <source>A new row is put at the end of the table, for training. It can be undone there.</source>
        <translation>Se pone una fila nueva al final de la tabla, para entrenar. Allí se puede deshacer.</translation>
    </message>
    <message>
        <source>A line of it is so long that it cannot be changed here. It can be changed in the table.</source>
        <translation>Una de sus líneas es tan larga que aquí no se puede cambiar. Se puede cambiar en la tabla.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Take it into the data</source>
        <translation>Añadir a los datos</translation>
    </message>
</context>
<context>
    <name>RowFacts</name>
    <message>
        <source>About this row</source>
        <translation>Sobre esta fila</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Revisiones</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>No se encontró nada.</translation>
    </message>
    <message>
        <source>Not looked at yet.</source>
        <translation>Todavía sin mirar.</translation>
    </message>
</context>
<context>
    <name>RowNotes</name>
    <message>
        <source>A note for people; no model ever learns from it.</source>
        <translation>Una nota para personas; ningún modelo aprende nunca de ella.</translation>
    </message>
    <message>
        <source>Several with commas between</source>
        <translation>Varias, separadas por comas</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
</context>
<context>
    <name>RowPane</name>
    <message>
        <source>The current row</source>
        <translation>La fila actual</translation>
    </message>
    <message>
        <source>Show spaces and line ends</source>
        <translation>Mostrar espacios y finales de línea</translation>
    </message>
    <message>
        <source>Row {0}</source>
        <translation>Fila {0}</translation>
    </message>
    <message>
        <source>No row is selected</source>
        <translation>Ninguna fila seleccionada</translation>
    </message>
    <message>
        <source>Click a row in the table, or move to one with the arrow keys.</source>
        <translation>Haga clic en una fila de la tabla o vaya a una con las flechas.</translation>
    </message>
</context>
<context>
    <name>RowView</name>
    <message>
        <source>What is asked</source>
        <translation>Qué se pregunta</translation>
    </message>
    <message>
        <source>What is answered</source>
        <translation>Qué se responde</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>Mostrar en la tabla</translation>
    </message>
    <message>
        <source>This row is not in the table any more.</source>
        <translation>Esta fila ya no está en la tabla.</translation>
    </message>
    <message>
        <source>Row {0}: {1}</source>
        <translation>Fila {0}: {1}</translation>
    </message>
    <message>
        <source>Use it again</source>
        <translation>Volver a usarla</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Dejarla fuera</translation>
    </message>
</context>
<context>
    <name>RowViews</name>
    <message>
        <source>Review</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Rows that are alike…</source>
        <translation>Filas parecidas…</translation>
    </message>
    <message>
        <source>Changed since a training…</source>
        <translation>Cambiadas desde un entrenamiento…</translation>
    </message>
</context>
<context>
    <name>RowsList</name>
    <message>
        <source>not answered</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>right</source>
        <translation>correcta</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>mal</translation>
    </message>
</context>
<context>
    <name>RowsView</name>
    <message>
        <source>Which rows</source>
        <translation>Qué filas</translation>
    </message>
    <message>
        <source>Correct this row…</source>
        <translation>Corregir esta fila…</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>Mostrar en la tabla</translation>
    </message>
    <message>
        <source>Rows of the test</source>
        <translation>Filas de la prueba</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Respuesta esperada</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
    <message>
        <source>{0}: “{1}” expected, “{2}” came ({3})</source>
        <translation>{0}: se esperaba «{1}», salió «{2}» ({3})</translation>
    </message>
    <message>
        <source>Newly wrong</source>
        <translation>Ahora mal</translation>
    </message>
    <message>
        <source>Newly right</source>
        <translation>Ahora bien</translation>
    </message>
    <message>
        <source>Wrong: {0}</source>
        <translation>Mal: {0}</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>Todas las filas</translation>
    </message>
    <message>
        <source>{0}: no answer</source>
        <translation>{0}: sin respuesta</translation>
    </message>
    <message>
        <source>{0}: right</source>
        <translation>{0}: bien</translation>
    </message>
    <message>
        <source>{0}: wrong</source>
        <translation>{0}: mal</translation>
    </message>
</context>
<context>
    <name>RunCheckpoints</name>
    <message>
        <source>Try it in the playground</source>
        <translation>Probarlo en Playground</translation>
    </message>
    <message>
        <source>Copy its name</source>
        <translation>Copiar su nombre</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Puntos de control</translation>
    </message>
    <message>
        <source>Each is the model as it was then, and answers like one that is finished.</source>
        <translation>Cada uno es el modelo tal como era entonces, y responde como uno terminado.</translation>
    </message>
    <message>
        <source>Each is the model as it was then. Its name is what your provider calls it.</source>
        <translation>Cada uno es el modelo tal como era entonces. Su nombre es el que le da su proveedor.</translation>
    </message>
</context>
<context>
    <name>RunCoach</name>
    <message>
        <source>Until it stopped: {0}</source>
        <translation>Hasta que se detuvo: {0}</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Todo va bien</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Atención</translation>
    </message>
    <message>
        <source>Coach: {0}</source>
        <translation>Consejero: {0}</translation>
    </message>
    <message>
        <source>Try the checkpoint of step {0}</source>
        <translation>Probar el punto de control del paso {0}</translation>
    </message>
    <message>
        <source>Plan again with twice the rate</source>
        <translation>Replanear con el doble de tasa</translation>
    </message>
    <message>
        <source>Plan again with half the rate</source>
        <translation>Replanear con la mitad de tasa</translation>
    </message>
    <message>
        <source>Plan again with fewer passes</source>
        <translation>Replanear con menos pasadas</translation>
    </message>
    <message>
        <source>Add rows</source>
        <translation>Añadir filas</translation>
    </message>
    <message>
        <source>Look at the rows</source>
        <translation>Ver las filas</translation>
    </message>
</context>
<context>
    <name>RunMadeOf</name>
    <message>
        <source>What it was made of</source>
        <translation>De qué está hecho</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy what it was made of</source>
        <translation>Copiar de qué está hecho</translation>
    </message>
    <message>
        <source>Written down when it was started, and never changed: rows are known by their fingerprints.</source>
        <translation>Se anotó al iniciarse y no cambia nunca: las filas se reconocen por sus huellas.</translation>
    </message>
    <message>
        <source>Save the model&apos;s passport…</source>
        <translation>Guardar la ficha del modelo…</translation>
    </message>
    <message>
        <source>One page with data, settings, curve, tests, votes, and how to call it</source>
        <translation>Una página con datos, ajustes, curva, pruebas, votos y cómo llamarlo</translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message>
        <source>Progress of the training</source>
        <translation>Avance del entrenamiento</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>tiempo restante: {0}</translation>
    </message>
    <message>
        <source>Step {0}</source>
        <translation>Paso {0}</translation>
    </message>
    <message>
        <source>Step {0} of {1}</source>
        <translation>Paso {0} de {1}</translation>
    </message>
    <message>
        <source>pass {0} of {1}</source>
        <translation>pasada {0} de {1}</translation>
    </message>
    <message>
        <source>took {0}</source>
        <translation>tardó {0}</translation>
    </message>
    <message>
        <source>paused for {0}</source>
        <translation>en pausa durante {0}</translation>
    </message>
    <message>
        <source>{0} since the start</source>
        <translation>{0} desde el inicio</translation>
    </message>
    <message>
        <source>{0} since it was planned</source>
        <translation>{0} desde que se planeó</translation>
    </message>
</context>
<context>
    <name>RunSteering</name>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Cancel training…</source>
        <translation>Cancelar entrenamiento…</translation>
    </message>
    <message>
        <source>Plan again</source>
        <translation>Replanear</translation>
    </message>
    <message>
        <source>Save results file…</source>
        <translation>Guardar los resultados…</translation>
    </message>
    <message>
        <source>Takes the settings of this training into a new plan.</source>
        <translation>Lleva los ajustes de este entrenamiento a un plan nuevo.</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint</source>
        <translation>Seguir desde el último punto de control</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Checkpoints</source>
        <translation>Puntos de control</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Qué ha pasado</translation>
    </message>
    <message>
        <source>What it was made of</source>
        <translation>De qué está hecho</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>Se guardó como {0}.</translation>
    </message>
    <message>
        <source>“{0}”, saved {1}</source>
        <translation>«{0}», guardado {1}</translation>
    </message>
    <message>
        <source>{0}, started {1}</source>
        <translation>{0}, iniciado {1}</translation>
    </message>
    <message>
        <source>{0} at {1}, started {2}</source>
        <translation>{0} en {1}, iniciado {2}</translation>
    </message>
    <message>
        <source>“{0}”: {1}</source>
        <translation>«{0}»: {1}</translation>
    </message>
    <message>
        <source>It is asked again by itself.</source>
        <translation>Se vuelve a preguntar automáticamente.</translation>
    </message>
    <message>
        <source>It is asked again in {0}.</source>
        <translation>Se vuelve a preguntar en {0}.</translation>
    </message>
    <message>
        <source>{0} kept</source>
        <translation>{0} guardados</translation>
    </message>
    <message>
        <source>{0}, settings, versions</source>
        <translation>{0}, ajustes, versiones</translation>
    </message>
    <message>
        <source>The training there goes on.</source>
        <translation>El entrenamiento continúa allí.</translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>It still takes {0}.</source>
        <translation>Todavía tarda {0}.</translation>
    </message>
</context>
<context>
    <name>SaidEditor</name>
    <message>
        <source>What you say instead</source>
        <translation>Lo que dice en su lugar</translation>
    </message>
    <message>
        <source>Ask anew, and say again all that followed</source>
        <translation>Preguntar de nuevo y repetir todo lo que siguió</translation>
    </message>
    <message>
        <source>Ask anew from here</source>
        <translation>Preguntar de nuevo aquí</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>Dejarlo como está</translation>
    </message>
</context>
<context>
    <name>SaidView</name>
    <message>
        <source>What you said before</source>
        <translation>Lo que dijo antes</translation>
    </message>
    <message>
        <source>What you said later</source>
        <translation>Lo que dijo después</translation>
    </message>
    <message>
        <source>Say this otherwise, and ask anew from here</source>
        <translation>Decirlo de otro modo y preguntar de nuevo desde aquí</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Usted</translation>
    </message>
    <message>
        <source>Your message {0}</source>
        <translation>Su mensaje {0}</translation>
    </message>
    <message>
        <source>Change your message {0}</source>
        <translation>Cambiar su mensaje {0}</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Picture (PNG)…</source>
        <translation>Imagen (PNG)…</translation>
    </message>
    <message>
        <source>Drawing without pixels (SVG)…</source>
        <translation>Dibujo sin píxeles (SVG)…</translation>
    </message>
    <message>
        <source>Table of all values (CSV)…</source>
        <translation>Tabla de todos los valores (CSV)…</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Copiar la imagen</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Copiar la tabla</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>La imagen está en el portapapeles.</translation>
    </message>
    <message>
        <source>The table is on the clipboard.</source>
        <translation>La tabla está en el portapapeles.</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Imágenes (*.png)</translation>
    </message>
    <message>
        <source>Drawings (*.svg)</source>
        <translation>Dibujos (*.svg)</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tablas (*.csv)</translation>
    </message>
    <message>
        <source>Save the curves</source>
        <translation>Guardar las curvas</translation>
    </message>
    <message>
        <source>Saved as {0} in {1}.</source>
        <translation>Se guardó como {0} en {1}.</translation>
    </message>
</context>
<context>
    <name>Seeker</name>
    <message>
        <source>Searching …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>Replaced: {0} in {1}. Undo takes that back.</source>
        <translation>Reemplazado: {0} en {1}. Con Deshacer se vuelve atrás.</translation>
    </message>
    <message>
        <source>No row holds “{0}”.</source>
        <translation>Ninguna fila contiene «{0}».</translation>
    </message>
    <message>
        <source>Row {0}, going on from the other end.</source>
        <translation>Fila {0}, siguiendo desde el otro extremo.</translation>
    </message>
    <message>
        <source>Row {0}.</source>
        <translation>Fila {0}.</translation>
    </message>
</context>
<context>
    <name>Seen</name>
    <message>
        <source>This row is left out</source>
        <translation>Esta fila se deja fuera</translation>
    </message>
    <message>
        <source>Cut off: the row is too long for this model</source>
        <translation>Cortado: la fila es demasiado larga para este modelo</translation>
    </message>
    <message>
        <source>The worse answer: the model learns to avoid this</source>
        <translation>La peor respuesta: el modelo aprende a evitarla</translation>
    </message>
    <message>
        <source>The better answer: the model learns to prefer this</source>
        <translation>La mejor respuesta: el modelo aprende a preferirla</translation>
    </message>
    <message>
        <source>The model learns to write this</source>
        <translation>El modelo aprende a escribir esto</translation>
    </message>
    <message>
        <source>The model reads this</source>
        <translation>El modelo lee esto</translation>
    </message>
</context>
<context>
    <name>SeenDialog</name>
    <message>
        <source>Trainings that saw this row</source>
        <translation>Entrenamientos que vieron esta fila</translation>
    </message>
    <message>
        <source>Trainings, the newest first</source>
        <translation>Entrenamientos, del más reciente al más antiguo</translation>
    </message>
    <message>
        <source>Compare with what it learned</source>
        <translation>Comparar con lo que aprendió</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>No training of this project has seen row {0} yet.</source>
        <translation>Todavía ningún entrenamiento de este proyecto ha visto la fila {0}.</translation>
    </message>
    <message>
        <source>One training saw row {0}.</source>
        <translation>Un entrenamiento vio la fila {0}.</translation>
    </message>
    <message>
        <source>{1} trainings saw row {0}.</source>
        <translation>{1} entrenamientos vieron la fila {0}.</translation>
    </message>
    <message>
        <source>learned from it, with another text than now</source>
        <translation>aprendió de ella, con otro texto que ahora</translation>
    </message>
    <message>
        <source>was measured with it (validation), with another text than now</source>
        <translation>se midió con ella (validación), con otro texto que ahora</translation>
    </message>
    <message>
        <source>learned from it as it is now</source>
        <translation>aprendió de ella tal como está ahora</translation>
    </message>
    <message>
        <source>was measured with it (validation) as it is now</source>
        <translation>se midió con ella (validación) tal como está ahora</translation>
    </message>
    <message>
        <source>{0}, {1}: {2}</source>
        <translation>{0}, {1}: {2}</translation>
    </message>
</context>
<context>
    <name>SeenPane</name>
    <message>
        <source>Row to look at</source>
        <translation>Fila que se mira</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>What the model will see</source>
        <translation>Lo que verá el modelo</translation>
    </message>
    <message>
        <source>of the first {0}</source>
        <translation>de las primeras {0}</translation>
    </message>
    <message>
        <source>This row becomes {0} examples; here is the first.</source>
        <translation>De esta fila salen {0} ejemplos; aquí está el primero.</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
</context>
<context>
    <name>SettingDialog</name>
    <message>
        <source>Settings of this column</source>
        <translation>Ajustes de esta columna</translation>
    </message>
    <message>
        <source>So you can compare one model with itself, asked in two ways. Other columns are not touched.</source>
        <translation>Así puede comparar un modelo consigo mismo, preguntado de dos maneras. Las demás columnas no cambian.</translation>
    </message>
    <message>
        <source>Use the settings of all columns</source>
        <translation>Usar los de todas las columnas</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>Usar estos</translation>
    </message>
</context>
<context>
    <name>Setup</name>
    <message>
        <source>A model reads each row and turns its meaning into numbers (an embedding). Rows that mean nearly the same get nearly the same numbers, whatever their words. Then you see your data as a map, and find rows like another one, questions that are there twice in other words, answers that contradict each other, and test rows the model has already learned from.</source>
        <translation>Un modelo lee cada fila y convierte su significado en números (un embedding). Las filas que significan casi lo mismo reciben casi los mismos números, sean cuales sean sus palabras. Entonces ve sus datos como un mapa y encuentra filas parecidas a otra, preguntas que están dos veces con otras palabras, respuestas que se contradicen y filas de prueba que el modelo ya ha aprendido.</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Quién lee</translation>
    </message>
    <message>
        <source>What of each row</source>
        <translation>Qué de cada fila</translation>
    </message>
    <message>
        <source>To be read</source>
        <translation>Lo que se leerá</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>What leaves this computer</source>
        <translation>Qué sale de este equipo</translation>
    </message>
    <message>
        <source>Show what is read</source>
        <translation>Ver lo que se lee</translation>
    </message>
    <message>
        <source>{0} (different texts: {1}), {2}</source>
        <translation>{0} (textos distintos: {1}), {2}</translation>
    </message>
    <message>
        <source>Send {0} to {1}</source>
        <translation>Enviar {0} a {1}</translation>
    </message>
    <message>
        <source>Read {0}</source>
        <translation>Leer {0}</translation>
    </message>
    <message>
        <source>{0} (rough: made for answers)</source>
        <translation>{0} (aproximado: hecho para responder)</translation>
    </message>
    <message>
        <source>There may be personal data in the rows: {0}. Whoever reads them gets to see it.</source>
        <translation>Puede haber datos personales en las filas: {0}. Quien las lea llegará a verlos.</translation>
    </message>
    <message>
        <source>This model was made for answers, so what it finds is rough. all-MiniLM-L6-v2 is far better.</source>
        <translation>Este modelo se hizo para responder, así que lo que encuentra es aproximado. all-MiniLM-L6-v2 es mucho mejor.</translation>
    </message>
    <message>
        <source>The engine of this computer could not be asked for its models.</source>
        <translation>No se pudo preguntar al motor de este equipo por sus modelos.</translation>
    </message>
    <message>
        <source>{0} on a computer with two processor cores</source>
        <translation>{0} en un equipo con dos núcleos de procesador</translation>
    </message>
    <message>
        <source>not known before: it is measured as it goes</source>
        <translation>no se sabe antes: se mide sobre la marcha</translation>
    </message>
    <message>
        <source>Asking which packages this computer needs…</source>
        <translation>Preguntando qué paquetes necesita este equipo…</translation>
    </message>
    <message>
        <source>Bring it up to date</source>
        <translation>Ponerlo al día</translation>
    </message>
    <message>
        <source>Every file is whole, and everything starts.</source>
        <translation>Todos los archivos están enteros, y todo arranca.</translation>
    </message>
    <message>
        <source>Everything is there already: this TuneDesk brought its training part along.</source>
        <translation>Ya está todo: este TuneDesk trajo consigo la parte que entrena.</translation>
    </message>
    <message>
        <source>Fetch and set up</source>
        <translation>Traer y preparar</translation>
    </message>
    <message>
        <source>Fetch it again</source>
        <translation>Traer otra vez</translation>
    </message>
    <message>
        <source>Fetching package {0} of {1}: {2}. {3} have come so far.</source>
        <translation>Trayendo el paquete {0} de {1}: {2}. Hasta ahora han llegado {3}.</translation>
    </message>
    <message>
        <source>Nothing. The rows stay here.</source>
        <translation>Nada. Las filas se quedan aquí.</translation>
    </message>
    <message>
        <source>One file is missing or damaged. “Fetch it again” repairs that.</source>
        <translation>Falta un archivo o está dañado. «Traer otra vez» lo arregla.</translation>
    </message>
    <message>
        <source>Starting it once, to see that it works…</source>
        <translation>Arrancándolo una vez para ver que funciona…</translation>
    </message>
    <message>
        <source>Training is not set up on this computer yet.</source>
        <translation>Este equipo aún no está preparado para entrenar.</translation>
    </message>
    <message>
        <source>Training is set up on this computer.</source>
        <translation>Este equipo está preparado para entrenar.</translation>
    </message>
    <message>
        <source>Training on this computer is being set up. What was fetched so far would have to be fetched again.</source>
        <translation>Se está preparando el entrenamiento en este equipo. Lo que ya se ha descargado habría que descargarlo otra vez.</translation>
    </message>
    <message>
        <source>Training was set up by an older TuneDesk or another Python: bring it up to date.</source>
        <translation>Lo preparó un TuneDesk anterior u otro Python: póngalo al día.</translation>
    </message>
    <message>
        <source>Unpacking: {0} on the disk…</source>
        <translation>Desempaquetando: {0} en el disco…</translation>
    </message>
    <message>
        <source>about ${0}</source>
        <translation>unos ${0}</translation>
    </message>
    <message>
        <source>free</source>
        <translation>gratis</translation>
    </message>
    <message>
        <source>free, on this computer</source>
        <translation>gratis, en este equipo</translation>
    </message>
    <message>
        <source>less than ${0}</source>
        <translation>menos de ${0}</translation>
    </message>
    <message>
        <source>not known: there is no price for this model</source>
        <translation>no se sabe: no hay precio para este modelo</translation>
    </message>
    <message>
        <source>{0} (price of {1})</source>
        <translation>{0} (precio del {1})</translation>
    </message>
    <message>
        <source>{0} files are missing or damaged. “Fetch it again” repairs that.</source>
        <translation>Faltan {0} archivos o están dañados. «Traer otra vez» lo arregla.</translation>
    </message>
    <message>
        <source>{0}, {1}, to {2}.</source>
        <translation>{0}, {1}, a {2}.</translation>
    </message>
</context>
<context>
    <name>SetupDialog</name>
    <message>
        <source>Set up training on this computer</source>
        <translation>Preparar este equipo para entrenar</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Cuánto va hecho</translation>
    </message>
    <message>
        <source>Check every file</source>
        <translation>Revisar cada archivo</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Nothing can be trained or asked on this computer then. Projects, models and settings stay.</source>
        <translation>Entonces no se podrá entrenar ni preguntar nada en este equipo. Los proyectos, los modelos y los ajustes se quedan.</translation>
    </message>
    <message>
        <source>To train and ask models here, TuneDesk needs further packages. They are fetched once, over the internet, into a folder of their own. Nothing else on this computer is changed, and nothing of yours is sent.</source>
        <translation>Para entrenar modelos y preguntarles aquí, TuneDesk necesita más paquetes. Se traen una vez por internet a una carpeta propia. Nada más cambia en este equipo, y no se envía nada suyo.</translation>
    </message>
    <message>
        <source>Reading every file, then starting what is there…</source>
        <translation>Leyendo cada archivo y arrancando después lo que hay…</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Quitando…</translation>
    </message>
    <message>
        <source>Stopping, and removing what has come…</source>
        <translation>Parando y quitando lo que ha llegado…</translation>
    </message>
    <message>
        <source>Setting up training on this computer</source>
        <translation>Preparar este equipo para entrenar</translation>
    </message>
    <message>
        <source>Training on this computer is set up.</source>
        <translation>Este equipo está preparado para entrenar.</translation>
    </message>
    <message>
        <source>Removed. {0} are free again.</source>
        <translation>Quitado. {0} vuelven a estar libres.</translation>
    </message>
</context>
<context>
    <name>SetupFacts</name>
    <message>
        <source>Package</source>
        <translation>Paquete</translation>
    </message>
    <message>
        <source>Packages that are fetched</source>
        <translation>Paquetes que se traen</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>Small packages that these need come with them, all under free licences.</source>
        <translation>Con ellos vienen los paquetes pequeños que necesitan, todos con licencias libres.</translation>
    </message>
    <message>
        <source>With them come NVIDIA&apos;s own packages for your graphics card, under NVIDIA&apos;s licence.</source>
        <translation>Con ellos vienen los paquetes de NVIDIA para su tarjeta gráfica, con la licencia de NVIDIA.</translation>
    </message>
    <message>
        <source>Folder: {0}</source>
        <translation>Carpeta: {0}</translation>
    </message>
    <message>
        <source>It takes {0} on the disk; {1} are free.</source>
        <translation>Ocupa {0} en el disco; hay {1} libres.</translation>
    </message>
    <message>
        <source>{0} to fetch and {1} on the disk, where {2} are free. With a line of 20 Mbit/s: {3}.</source>
        <translation>{0} por traer y {1} en el disco, donde hay {2} libres. Con una línea de 20 Mbit/s: {3}.</translation>
    </message>
</context>
<context>
    <name>ShapeCards</name>
    <message>
        <source>A question from a user and the assistant&apos;s answer. Right for most models of today.</source>
        <translation>Una pregunta de un usuario y la respuesta del asistente. Lo adecuado para la mayoría de los modelos de hoy.</translation>
    </message>
    <message>
        <source>One text that the model goes on writing. Right for plain text models and for short patterns.</source>
        <translation>Un texto que el modelo sigue escribiendo. Lo adecuado para modelos de texto simple y para patrones cortos.</translation>
    </message>
    <message>
        <source>A question with a better and a worse answer (DPO). For a model that answers well already and should answer more to your liking.</source>
        <translation>Una pregunta con una respuesta mejor y otra peor (DPO). Para un modelo que ya responde bien y debe responder más a su gusto.</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Prompt and completion</source>
        <translation>Prompt y completion</translation>
    </message>
    <message>
        <source>Preference pairs</source>
        <translation>Pares de preferencia</translation>
    </message>
    <message>
        <source>What each row becomes</source>
        <translation>Qué pasa a ser cada fila</translation>
    </message>
</context>
<context>
    <name>ShapeStep</name>
    <message>
        <source>Say which model the rows are for, and turn them into another form if you like.</source>
        <translation>Diga para qué modelo son las filas y deles otra forma si quiere.</translation>
    </message>
    <message>
        <source>Say what each row becomes, and see on the other side what the model will get.</source>
        <translation>Diga qué pasa a ser cada fila y vea al otro lado lo que recibirá el modelo.</translation>
    </message>
    <message>
        <source>These examples have no second answer that could be the worse one.</source>
        <translation>Estos ejemplos no tienen una segunda respuesta que pueda ser la peor.</translation>
    </message>
    <message>
        <source>This needs a column with a second answer.</source>
        <translation>Esto necesita una columna con una segunda respuesta.</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>Answers kept in this project: {0}</source>
        <translation>Respuestas conservadas en este proyecto: {0}</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>Base models</source>
        <translation>Modelos base</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Punto de control</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Puntos de control</translation>
    </message>
    <message>
        <source>In this project</source>
        <translation>En este proyecto</translation>
    </message>
    <message>
        <source>Known from this project; its place was not asked yet.</source>
        <translation>Conocido por este proyecto; aún no se ha preguntado en su lugar.</translation>
    </message>
    <message>
        <source>Learned from {0} rows of this project</source>
        <translation>Aprendió de {0} filas de este proyecto</translation>
    </message>
    <message>
        <source>Made from {0}</source>
        <translation>Hecho a partir de {0}</translation>
    </message>
    <message>
        <source>Made: {0}</source>
        <translation>Creado: {0}</translation>
    </message>
    <message>
        <source>Recorded answers</source>
        <translation>Respuestas grabadas</translation>
    </message>
    <message>
        <source>Takes {0} on this computer</source>
        <translation>Ocupa {0} en este equipo</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>Tuned at a provider</source>
        <translation>Entrenado en un proveedor</translation>
    </message>
    <message>
        <source>Tuned here</source>
        <translation>Entrenado aquí</translation>
    </message>
</context>
<context>
    <name>ShelfDetails</name>
    <message>
        <source>Try it</source>
        <translation>Probarlo</translation>
    </message>
    <message>
        <source>Compare with its base</source>
        <translation>Comparar con su base</translation>
    </message>
    <message>
        <source>Open its training</source>
        <translation>Abrir su entrenamiento</translation>
    </message>
    <message>
        <source>Passport…</source>
        <translation>Ficha…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Find a successor…</source>
        <translation>Buscar un sucesor…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Eliminar…</translation>
    </message>
    <message>
        <source>Only TuneDesk uses it; what the model is called at its place stays.</source>
        <translation>Solo lo usa TuneDesk; el modelo se sigue llamando igual en su lugar.</translation>
    </message>
    <message>
        <source>Your name for it</source>
        <translation>El nombre que usted le da</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>ShelfList</name>
    <message>
        <source>Your models</source>
        <translation>Sus modelos</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>Hecho de</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Fin</translation>
    </message>
</context>
<context>
    <name>ShelfPage</name>
    <message>
        <source>Your models</source>
        <translation>Sus modelos</translation>
    </message>
    <message>
        <source>Every model you can call, and those only answers are left of.</source>
        <translation>Todos los modelos que puede usar, y aquellos de los que solo quedan respuestas.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Buscar modelos</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Agrupar por</translation>
    </message>
    <message>
        <source>Grouped by origin</source>
        <translation>Agrupados por origen</translation>
    </message>
    <message>
        <source>Grouped by place</source>
        <translation>Agrupados por lugar</translation>
    </message>
    <message>
        <source>Grouped by base model</source>
        <translation>Agrupados por modelo base</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>Sin agrupar</translation>
    </message>
    <message>
        <source>Looking which models there are. The first start of the engine can take a minute.</source>
        <translation>Mirando qué modelos hay. El primer arranque del motor puede tardar un minuto.</translation>
    </message>
    <message>
        <source>There is no model yet. Fetch the starter model, and train your own from it.</source>
        <translation>Todavía no hay ningún modelo. Descargue el modelo inicial y entrene el suyo a partir de él.</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Traer un modelo</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Acción</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
</context>
<context>
    <name>Showing</name>
    <message>
        <source>The numbers are written: {0}</source>
        <translation>Los números están escritos: {0}</translation>
    </message>
    <message>
        <source>Comparing the rows</source>
        <translation>Comparando las filas</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>Dibujando el mapa</translation>
    </message>
    <message>
        <source>Looking for rows that mean this</source>
        <translation>Buscando filas que signifiquen esto</translation>
    </message>
    <message>
        <source>Reading the table: {0}</source>
        <translation>Leyendo la tabla: {0}</translation>
    </message>
    <message>
        <source>Comparing the rows: {0} of {1}</source>
        <translation>Comparando las filas: {0} de {1}</translation>
    </message>
    <message>
        <source>CSV (*.csv);;Parquet (*.parquet);;NumPy (*.npz)</source>
        <translation>CSV (*.csv);;Parquet (*.parquet);;NumPy (*.npz)</translation>
    </message>
    <message>
        <source>Save the numbers of the rows</source>
        <translation>Guardar los números de las filas</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>Look for trainings…</source>
        <translation>Buscar entrenamientos…</translation>
    </message>
    <message>
        <source>Trainings of your account that this project does not know</source>
        <translation>Entrenamientos de su cuenta que este proyecto no conoce</translation>
    </message>
    <message>
        <source>Open a results file…</source>
        <translation>Abrir unos resultados…</translation>
    </message>
    <message>
        <source>The curve in a results.csv of any provider, old or new</source>
        <translation>La curva de un results.csv de cualquier proveedor, antiguo o nuevo</translation>
    </message>
    <message>
        <source>Tick two or more to compare them.</source>
        <translation>Marque dos o más para compararlos.</translation>
    </message>
    <message>
        <source>Trainings of this project</source>
        <translation>Entrenamientos de este proyecto</translation>
    </message>
    <message>
        <source>Compare {0} trainings</source>
        <translation>Comparar {0} entrenamientos</translation>
    </message>
    <message>
        <source>Tables of measurements (*.csv *.txt);;All files (*)</source>
        <translation>Tablas de mediciones (*.csv *.txt);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Open a results file</source>
        <translation>Abrir unos resultados</translation>
    </message>
</context>
<context>
    <name>Sides</name>
    <message>
        <source>As the model learned it</source>
        <translation>Como la aprendió el modelo</translation>
    </message>
    <message>
        <source>The model did not learn from this row.</source>
        <translation>El modelo no aprendió de esta fila.</translation>
    </message>
    <message>
        <source>The text of then is not kept any more: the history does not reach back to this training.</source>
        <translation>El texto de entonces ya no se guarda: el historial no llega hasta este entrenamiento.</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Entonces</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>The row is deleted.</source>
        <translation>La fila está eliminada.</translation>
    </message>
    <message>
        <source>Write back the text of then</source>
        <translation>Volver al texto de entonces</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>Mostrar en la tabla</translation>
    </message>
</context>
<context>
    <name>SinceBoard</name>
    <message>
        <source>Show these rows in the table</source>
        <translation>Ver estas filas en la tabla</translation>
    </message>
    <message>
        <source>The training to compare with</source>
        <translation>El entrenamiento con el que se compara</translation>
    </message>
    <message>
        <source>Rows that are not as they were</source>
        <translation>Filas que ya no están como antes</translation>
    </message>
</context>
<context>
    <name>SincePage</name>
    <message>
        <source>The rows as a model learned them, beside the rows as they are now.</source>
        <translation>Las filas como las aprendió un modelo, junto a las filas como están ahora.</translation>
    </message>
    <message>
        <source>Changed since a training</source>
        <translation>Cambiadas desde un entrenamiento</translation>
    </message>
    <message>
        <source>No model was trained with this project yet. After a training, its rows can be compared.</source>
        <translation>Todavía no se ha entrenado ningún modelo con este proyecto. Después de un entrenamiento se pueden comparar sus filas.</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Volver a la tabla</translation>
    </message>
    <message>
        <source>Comparing the rows with those of the training</source>
        <translation>Comparando las filas con las del entrenamiento</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} de {2}</translation>
    </message>
    <message>
        <source>The rows are just as the model learned them.</source>
        <translation>Las filas están tal como las aprendió el modelo.</translation>
    </message>
</context>
<context>
    <name>SpendingPage</name>
    <message>
        <source>Looking…</source>
        <translation>Mirando…</translation>
    </message>
    <message>
        <source>Prices…</source>
        <translation>Precios…</translation>
    </message>
    <message>
        <source>What each model costs, as TuneDesk reckons; you can change it there.</source>
        <translation>Lo que cuesta cada modelo según calcula TuneDesk; allí puede cambiarlo.</translation>
    </message>
    <message>
        <source>Worked out from the tokens the provider counted and the prices TuneDesk knows. What you are billed stands on your provider&apos;s own page; taxes and free allowances are not known here.</source>
        <translation>Se calcula con los tokens que contó el proveedor y los precios que conoce TuneDesk. Lo que le cobran está en la página de su proveedor; aquí no se conocen impuestos ni cuotas gratuitas.</translation>
    </message>
    <message>
        <source>What was spent, by month and provider</source>
        <translation>Lo que se ha gastado, por mes y proveedor</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>US dollars</source>
        <translation>Dólares (USD)</translation>
    </message>
    <message>
        <source>Nothing was spent yet. What you let a provider do for money is entered here; everything on this computer is free.</source>
        <translation>Todavía no se ha gastado nada. Lo que pague a un proveedor se anota aquí; todo lo que se hace en este equipo es gratis.</translation>
    </message>
    <message>
        <source>Not in the sums, because TuneDesk did not know their price at that time: {0}.</source>
        <translation>No está en las sumas, porque TuneDesk no conocía entonces su precio: {0}.</translation>
    </message>
    <message>
        <source>{0} (removed)</source>
        <translation>{0} (quitado)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>se desconoce</translation>
    </message>
    <message>
        <source>less than {0}</source>
        <translation>menos de {0}</translation>
    </message>
    <message>
        <source>{0} and more</source>
        <translation>{0} y más</translation>
    </message>
</context>
<context>
    <name>SplitBoard</name>
    <message>
        <source>Repairs made</source>
        <translation>Reparaciones hechas</translation>
    </message>
    <message>
        <source>What training on these rows takes</source>
        <translation>Lo que cuesta entrenar con estas filas</translation>
    </message>
    <message>
        <source>How long the rows are</source>
        <translation>Longitud de las filas</translation>
    </message>
    <message>
        <source>This must be mended before rows can be created: {0} Go back one step to see it.</source>
        <translation>Hay que arreglar esto antes de poder crear filas: {0} Vuelva un paso atrás para verlo.</translation>
    </message>
    <message>
        <source>One row goes to another part.</source>
        <translation>Una fila pasa a otra parte.</translation>
    </message>
    <message>
        <source>{0} rows go to another part.</source>
        <translation>{0} filas pasan a otra parte.</translation>
    </message>
    <message>
        <source>One row asks what a row of the table asks. It goes to the same part as that one.</source>
        <translation>Una fila pregunta lo mismo que una fila de la tabla. Va a la misma parte que aquella.</translation>
    </message>
    <message>
        <source>{0} rows ask what rows of the table ask. They go to the same part as those.</source>
        <translation>{0} filas preguntan lo mismo que filas de la tabla. Van a la misma parte que aquellas.</translation>
    </message>
    <message>
        <source>A question that is learned in one part and tested in another flatters the model.</source>
        <translation>Una pregunta que se aprende en una parte y se comprueba en otra favorece al modelo.</translation>
    </message>
    <message>
        <source>{0}; each can be undone in the table</source>
        <translation>{0}; cada una se puede deshacer en la tabla</translation>
    </message>
</context>
<context>
    <name>SplitShares</name>
    <message>
        <source>Validation share in per cent</source>
        <translation>Validación, en tanto por ciento</translation>
    </message>
    <message>
        <source>Test share in per cent</source>
        <translation>Prueba, en tanto por ciento</translation>
    </message>
    <message>
        <source>Keep the mix of answers alike in all parts (stratified)</source>
        <translation>Mantener la misma mezcla de respuestas en todas las partes (estratificado)</translation>
    </message>
    <message>
        <source> and {0} more</source>
        <translation> y {0} más</translation>
    </message>
    <message>
        <source>Answers that repeat: {0}{1}</source>
        <translation>Respuestas que se repiten: {0}{1}</translation>
    </message>
    <message>
        <source>Measured now and then while it learns, to see when it only learns by heart.</source>
        <translation>Se mide de vez en cuando mientras aprende, para ver cuándo solo aprende de memoria.</translation>
    </message>
    <message>
        <source>Never shown while it learns; you compare the answers on these at the end.</source>
        <translation>Nunca se muestran mientras aprende; al final se comparan las respuestas con ellas.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>The model learns from these rows.</source>
        <translation>El modelo aprende de estas filas.</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
</context>
<context>
    <name>SplitStep</name>
    <message>
        <source>The rows are being repaired and divided</source>
        <translation>Se están reparando y repartiendo las filas</translation>
    </message>
    <message>
        <source>See what the changes come to, and divide the rows anew if you like.</source>
        <translation>Vea qué resulta de los cambios y reparta las filas de nuevo si quiere.</translation>
    </message>
    <message>
        <source>Keep some rows back, so that you can see how well the model has learned, and see what it costs.</source>
        <translation>Aparte algunas filas para poder ver lo bien que ha aprendido el modelo, y vea lo que cuesta.</translation>
    </message>
    <message>
        <source>Counting the rows…</source>
        <translation>Contando las filas…</translation>
    </message>
    <message>
        <source>Change the table</source>
        <translation>Cambiar la tabla</translation>
    </message>
    <message>
        <source>Create 1 validation row</source>
        <translation>Crear 1 fila de validación</translation>
    </message>
    <message>
        <source>Create {0} validation rows</source>
        <translation>Crear {0} filas de validación</translation>
    </message>
    <message>
        <source>Create 1 test row</source>
        <translation>Crear 1 fila de prueba</translation>
    </message>
    <message>
        <source>Create {0} test rows</source>
        <translation>Crear {0} filas de prueba</translation>
    </message>
    <message>
        <source>Create 1 training row</source>
        <translation>Crear 1 fila de entrenamiento</translation>
    </message>
    <message>
        <source>Create 1 row ({1} for training)</source>
        <translation>Crear 1 fila ({1} para entrenar)</translation>
    </message>
    <message>
        <source>Create {0} rows ({1} for training)</source>
        <translation>Crear {0} filas ({1} para entrenar)</translation>
    </message>
    <message>
        <source>Create {0} training rows</source>
        <translation>Crear {0} filas de entrenamiento</translation>
    </message>
    <message>
        <source>Back to the table: no row changes</source>
        <translation>Volver a la tabla: no cambia ninguna fila</translation>
    </message>
    <message>
        <source>Repairing the rows</source>
        <translation>Reparando las filas</translation>
    </message>
    <message>
        <source>Repairing the rows: {0} looked at</source>
        <translation>Reparando las filas: {0} revisadas</translation>
    </message>
    <message>
        <source>Counting the rows</source>
        <translation>Contando las filas</translation>
    </message>
</context>
<context>
    <name>SplitTokens</name>
    <message>
        <source>Rows by their length</source>
        <translation>Filas según su longitud</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Longest rows</source>
        <translation>Filas más largas</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Cortado</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>Como tabla</translation>
    </message>
    <message>
        <source>how many rows have how many tokens</source>
        <translation>cuántas filas tienen cuántos tokens</translation>
    </message>
    <message>
        <source>1 row is longer than {1} tokens; the model would not see what goes beyond.</source>
        <translation>1 fila tiene más de {1} tokens; el modelo no vería lo que pasa de ahí.</translation>
    </message>
    <message>
        <source>{0} rows are longer than {1} tokens; the model would not see what goes beyond.</source>
        <translation>{0} filas tienen más de {1} tokens; el modelo no vería lo que pasa de ahí.</translation>
    </message>
    <message>
        <source>row {0}: {1} tokens</source>
        <translation>fila {0}: {1} tokens</translation>
    </message>
    <message>
        <source>line {0}: {1} tokens</source>
        <translation>línea {0}: {1} tokens</translation>
    </message>
    <message>
        <source>There are no rows.</source>
        <translation>No hay filas.</translation>
    </message>
    <message>
        <source>Every row has {0} tokens (pieces of words).</source>
        <translation>Todas las filas tienen {0} tokens (trozos de palabras).</translation>
    </message>
    <message>
        <source>Half of the rows have at most {0} tokens (pieces of words). Nine in ten have {1} to {2}; the longest has {3}.</source>
        <translation>La mitad de las filas tiene como máximo {0} tokens (trozos de palabras). Nueve de cada diez tienen de {1} a {2}; la más larga tiene {3}.</translation>
    </message>
    <message>
        <source>Nine in ten rows have {1} tokens (pieces of words); the longest has {3}.</source>
        <translation>Nueve de cada diez filas tienen {1} tokens (trozos de palabras); la más larga tiene {3}.</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} a {1}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
</context>
<context>
    <name>SplitWhere</name>
    <message>
        <source>Add the new rows below them</source>
        <translation>Añadir las filas nuevas debajo</translation>
    </message>
    <message>
        <source>Put the new rows in their place (undo brings them back)</source>
        <translation>Poner las filas nuevas en su lugar (Deshacer las recupera)</translation>
    </message>
    <message>
        <source>Add all new rows to the validation part</source>
        <translation>Añadir todas las filas nuevas a la parte de validación</translation>
    </message>
    <message>
        <source>Add all new rows to the test part</source>
        <translation>Añadir todas las filas nuevas a la parte de prueba</translation>
    </message>
    <message>
        <source>Leave every row in its part</source>
        <translation>Dejar cada fila en su parte</translation>
    </message>
    <message>
        <source>Divide all rows anew</source>
        <translation>Repartir todas las filas de nuevo</translation>
    </message>
    <message>
        <source>This project already has {0}</source>
        <translation>Este proyecto ya tiene {0}</translation>
    </message>
    <message>
        <source>The parts of the rows</source>
        <translation>Las partes de las filas</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Teach a model with your own examples</source>
        <translation>Enseñe a un modelo con sus propios ejemplos</translation>
    </message>
    <message>
        <source>Bring a table of questions and answers; leave with a model that answers your way.</source>
        <translation>Traiga una tabla de preguntas y respuestas; llévese un modelo que responde a su manera.</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Probar la muestra</translation>
    </message>
    <message>
        <source>A small table of superheroes, ready to train. See the whole way in a few minutes.</source>
        <translation>Una pequeña tabla de superhéroes, lista para entrenar. Vea todo el camino en unos minutos.</translation>
    </message>
    <message>
        <source>Use my file</source>
        <translation>Usar mi archivo</translation>
    </message>
    <message>
        <source>Open a table or training data: Excel, OpenDocument, CSV, JSON, Parquet or text.</source>
        <translation>Abra una tabla o datos de entrenamiento: Excel, OpenDocument, CSV, JSON, Parquet o texto.</translation>
    </message>
    <message>
        <source>Bring my models home</source>
        <translation>Traer mis modelos a casa</translation>
    </message>
    <message>
        <source>Save training data, curves and answers from your OpenAI account before its models are switched off.</source>
        <translation>Guarde los datos de entrenamiento, las curvas y las respuestas de su cuenta de OpenAI antes de que se desconecten sus modelos.</translation>
    </message>
    <message>
        <source>Does my task want fine-tuning?</source>
        <translation>¿Mi tarea necesita ajuste fino?</translation>
    </message>
    <message>
        <source>Paste a table ({0})</source>
        <translation>Pegar una tabla ({0})</translation>
    </message>
    <message>
        <source>Rows copied in a table program. You can also drop a file on this window.</source>
        <translation>Filas copiadas de un programa de tablas. También puede soltar un archivo en esta ventana.</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Proyectos recientes</translation>
    </message>
    <message>
        <source>Preparing data, training and asking happen on this computer. Only what you ask for goes through the internet.</source>
        <translation>Preparar datos, entrenar y preguntar ocurre en este equipo. Solo lo que usted pide pasa por internet.</translation>
    </message>
    <message>
        <source>What needs the internet</source>
        <translation>Qué necesita internet</translation>
    </message>
    <message>
        <source>Sample projects</source>
        <translation>Proyectos de muestra</translation>
    </message>
    <message>
        <source>Tables and training data ({0})</source>
        <translation>Tablas y datos de entrenamiento ({0})</translation>
    </message>
    <message>
        <source>Workbooks ({0})</source>
        <translation>Hojas de cálculo ({0})</translation>
    </message>
    <message>
        <source>Text tables ({0})</source>
        <translation>Tablas de texto ({0})</translation>
    </message>
    <message>
        <source>JSON ({0})</source>
        <translation>JSON ({0})</translation>
    </message>
    <message>
        <source>All files ({0})</source>
        <translation>Todos los archivos ({0})</translation>
    </message>
    <message>
        <source>Open a file with rows</source>
        <translation>Abrir un archivo con filas</translation>
    </message>
    <message>
        <source>TuneDesk projects and packs (*.tunedesk *.tunedeskpack);;All files (*)</source>
        <translation>Proyectos y paquetes de TuneDesk (*.tunedesk *.tunedeskpack);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Abrir un proyecto</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
</context>
<context>
    <name>StepsLine</name>
    <message>
        <source>Read</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>Split and cost</source>
        <translation>División y coste</translation>
    </message>
    <message>
        <source>Step {0} of {1}: {2}</source>
        <translation>Paso {0} de {1}: {2}</translation>
    </message>
</context>
<context>
    <name>StockTable</name>
    <message>
        <source>Trainings at the provider</source>
        <translation>Entrenamientos en el proveedor</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Model ends</source>
        <translation>Fin del modelo</translation>
    </message>
    <message>
        <source>{0} (home already)</source>
        <translation>{0} (ya en casa)</translation>
    </message>
</context>
<context>
    <name>StopWords</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Partes</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Entrenar</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>Aprender</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>That was the whole way. Go it once more with a table of your own: “Use my file”.</source>
        <translation>Ese era todo el camino. Recórralo otra vez con una tabla propia: «Usar mi archivo».</translation>
    </message>
    <message>
        <source>Press “Try the sample” on the page Start. It opens a table of imaginary superheroes.</source>
        <translation>En la página Inicio, pulse «Probar la muestra». Abre una tabla de superhéroes imaginarios.</translation>
    </message>
    <message>
        <source>This is the table as it was read. See whether its columns are right, then go on at the foot.</source>
        <translation>Esta es la tabla tal como se leyó. Vea si las columnas son correctas y siga con el botón de abajo.</translation>
    </message>
    <message>
        <source>Here you say what is asked and what is to be answered. For the sample it is filled in: see what the model will get, then go on.</source>
        <translation>Aquí dice qué se pregunta y qué se debe responder. En la muestra ya está rellenado: vea qué recibirá el modelo y siga.</translation>
    </message>
    <message>
        <source>Every row has been checked. Read what was found, accept or skip each thing, then go on.</source>
        <translation>Se ha revisado cada fila. Lea lo que se encontró, acepte u omita cada cosa y siga.</translation>
    </message>
    <message>
        <source>Some rows are kept from training, to test the model with them later. The last button creates the rows.</source>
        <translation>Algunas filas se apartan del entrenamiento para probar después el modelo con ellas. El último botón crea las filas.</translation>
    </message>
    <message>
        <source>These are your rows. Go to another one, with the mouse or the arrow keys, and read it.</source>
        <translation>Estas son sus filas. Vaya a otra con el ratón o con las flechas y léala.</translation>
    </message>
    <message>
        <source>On the page Training, press “Start training”. If the model is not on this computer yet, fetch it first.</source>
        <translation>En la página Entrenamiento, pulse «Empezar a entrenar». Si el modelo aún no está en este equipo, tráigalo antes.</translation>
    </message>
    <message>
        <source>The model learns from your rows; the page says how long it still takes. The curves should go down.</source>
        <translation>El modelo aprende de sus filas; la página dice cuánto tarda todavía. Las curvas deberían bajar.</translation>
    </message>
    <message>
        <source>On the page Playground, press “Ask”: the model before and after training answers the same, side by side.</source>
        <translation>En la página Playground, pulse «Preguntar»: el modelo de antes y el de después del entrenamiento responden a lo mismo, uno al lado del otro.</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>A project as it was before a newer TuneDesk brought it up to date.</source>
        <translation>Un proyecto tal como era antes de que una versión más reciente de TuneDesk lo actualizara.</translation>
    </message>
    <message>
        <source>A training goes on from here after a crash. Once it is over, nobody needs them.</source>
        <translation>Desde aquí continúa un entrenamiento tras un cierre inesperado. Una vez terminado, nadie los necesita.</translation>
    </message>
    <message>
        <source>Backups of projects</source>
        <translation>Copias de seguridad de proyectos</translation>
    </message>
    <message>
        <source>Base models</source>
        <translation>Modelos base</translation>
    </message>
    <message>
        <source>Base models that came in part</source>
        <translation>Modelos base que llegaron en parte</translation>
    </message>
    <message>
        <source>Caches of trainings</source>
        <translation>Cachés de entrenamientos</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Puntos de control</translation>
    </message>
    <message>
        <source>Copies made before updates</source>
        <translation>Copias hechas antes de actualizar</translation>
    </message>
    <message>
        <source>Crash logs</source>
        <translation>Registros de cierres inesperados</translation>
    </message>
    <message>
        <source>Curves and stories of trainings</source>
        <translation>Curvas e historias de entrenamientos</translation>
    </message>
    <message>
        <source>Delete them under Your models, where it is said what needs them.</source>
        <translation>Elimínelos en Sus modelos, donde se indica qué los necesita.</translation>
    </message>
    <message>
        <source>Each training has a copy of its own. To train once more, the rows are sent again.</source>
        <translation>Cada entrenamiento tiene su propia copia. Para entrenar otra vez, las filas se envían de nuevo.</translation>
    </message>
    <message>
        <source>Files on their way</source>
        <translation>Archivos en camino</translation>
    </message>
    <message>
        <source>Files sent for training</source>
        <translation>Archivos enviados para entrenar</translation>
    </message>
    <message>
        <source>Imports under way</source>
        <translation>Importaciones en curso</translation>
    </message>
    <message>
        <source>In the bin</source>
        <translation>En la papelera</translation>
    </message>
    <message>
        <source>Logs of the engine</source>
        <translation>Registros del motor</translation>
    </message>
    <message>
        <source>Look after them under File, Set up training on this computer.</source>
        <translation>Se cuidan en Archivo, Preparar este equipo para entrenar.</translation>
    </message>
    <message>
        <source>Look at them, bring one back or delete them under File, Backups.</source>
        <translation>Véalas, recupere una o elimínelas en «Archivo, Copias de seguridad».</translation>
    </message>
    <message>
        <source>Packages for training on this computer</source>
        <translation>Paquetes para entrenar en este equipo</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Proyectos</translation>
    </message>
    <message>
        <source>Recovery points</source>
        <translation>Puntos de recuperación</translation>
    </message>
    <message>
        <source>Remove them under Get models, where it is said what needs them.</source>
        <translation>Quítelos en Traer modelos, donde se indica qué los necesita.</translation>
    </message>
    <message>
        <source>Results and notes on files</source>
        <translation>Resultados y notas sobre archivos</translation>
    </message>
    <message>
        <source>Rows that trainings learned from</source>
        <translation>Filas de las que se aprendió</translation>
    </message>
    <message>
        <source>Settings and notes</source>
        <translation>Ajustes y notas</translation>
    </message>
    <message>
        <source>The engine&apos;s own files</source>
        <translation>Los archivos propios del motor</translation>
    </message>
    <message>
        <source>Tuned models</source>
        <translation>Modelos entrenados</translation>
    </message>
    <message>
        <source>What a training reads is prepared once. Once it is over, nobody needs it.</source>
        <translation>Lo que lee un entrenamiento se prepara una sola vez. Cuando ha terminado, nadie lo necesita.</translation>
    </message>
    <message>
        <source>What has come of a base model whose fetching was interrupted.</source>
        <translation>Lo que llegó de un modelo base cuya descarga se interrumpió.</translation>
    </message>
    <message>
        <source>What helps to find out why something went wrong.</source>
        <translation>Lo que ayuda a averiguar por qué algo salió mal.</translation>
    </message>
    <message>
        <source>What helps to find out why the program ended. Emptied, it cannot be brought back.</source>
        <translation>Lo que ayuda a averiguar por qué se cerró el programa. Una vez vaciado, no se puede recuperar.</translation>
    </message>
    <message>
        <source>What you deleted. It goes for good when TuneDesk closes.</source>
        <translation>Lo que usted eliminó. Desaparece para siempre cuando se cierra TuneDesk.</translation>
    </message>
</context>
<context>
    <name>StorageGroup</name>
    <message>
        <source>Empty the bin now</source>
        <translation>Vaciar la papelera</translation>
    </message>
    <message>
        <source>Empty them</source>
        <translation>Vaciarlos</translation>
    </message>
    <message>
        <source>Free {0}</source>
        <translation>Liberar {0}</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>y {0} más</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>Restaurar</translation>
    </message>
    <message>
        <source>Put back {0}</source>
        <translation>Restaurar {0}</translation>
    </message>
    <message>
        <source>{0}, counted elsewhere</source>
        <translation>{0}, ya contado en otro lugar</translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Storage</source>
        <translation>Almacenamiento</translation>
    </message>
    <message>
        <source>What lies on this computer because of TuneDesk, and what can go.</source>
        <translation>Lo que TuneDesk guarda en este equipo y lo que se puede quitar.</translation>
    </message>
    <message>
        <source>Adding up what lies on the disk…</source>
        <translation>Sumando lo que hay en el disco…</translation>
    </message>
    <message>
        <source>What nobody needs any more</source>
        <translation>Lo que ya nadie necesita</translation>
    </message>
    <message>
        <source>TuneDesk takes {0} on this computer; {1} are free.</source>
        <translation>TuneDesk ocupa {0} en este equipo; quedan {1} libres.</translation>
    </message>
    <message>
        <source>Free {0} that nobody needs</source>
        <translation>Liberar {0} que nadie necesita</translation>
    </message>
    <message>
        <source>{0} lie there under a second name and take no further room.</source>
        <translation>{0} están ahí con un segundo nombre y no ocupan más espacio.</translation>
    </message>
    <message>
        <source>Files with holes take {0} less on the disk than their length.</source>
        <translation>Los archivos con huecos ocupan en el disco {0} menos de lo que indica su tamaño.</translation>
    </message>
    <message>
        <source>The engine could not be asked, so its part stands there as one sum.</source>
        <translation>No se pudo consultar al motor, así que su parte figura como una sola suma.</translation>
    </message>
    <message>
        <source>A part of it ({0})</source>
        <translation>Una parte ({0})</translation>
    </message>
    <message>
        <source>{0} is back.</source>
        <translation>{0} está de vuelta.</translation>
    </message>
</context>
<context>
    <name>StoryModel</name>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Qué ha pasado</translation>
    </message>
    <message>
        <source>In the provider&apos;s words</source>
        <translation>En palabras del proveedor</translation>
    </message>
</context>
<context>
    <name>StoryView</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation>Mostrar solo las líneas con estas palabras</translation>
    </message>
    <message>
        <source>Copy the chosen lines, or all that are shown</source>
        <translation>Copiar las líneas elegidas o todas las que se muestran</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Qué ha pasado</translation>
    </message>
    <message>
        <source>{0} lines</source>
        <translation>{0} líneas</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 línea</translation>
    </message>
</context>
<context>
    <name>Succession</name>
    <message>
        <source>About {0} more rows like these would settle it.</source>
        <translation>Unas {0} filas más como estas lo aclararían.</translation>
    </message>
    <message>
        <source>Blind votes: {0}. The successor is preferred in {1} of 100 (reckon with {2} to {3}).</source>
        <translation>Votos a ciegas: {0}. El sucesor se prefiere en {1} de cada 100 (cuente con {2} a {3}).</translation>
    </message>
    <message>
        <source>Both models answered the same rows. The margin was chosen beforehand: the successor counts as good as the old model when the whole interval of the difference lies above minus {0} of 100, and as worse when it lies below that.</source>
        <translation>Los dos modelos respondieron las mismas filas. El margen se eligió de antemano: el sucesor se considera tan bueno como el modelo antiguo cuando todo el intervalo de la diferencia queda por encima de menos {0} de cada 100, y peor cuando queda por debajo.</translation>
    </message>
    <message>
        <source>Difference: {0} of 100 (successor minus old model). For other rows like these, reckon with {1} to {2}.</source>
        <translation>Diferencia: {0} de cada 100 (sucesor menos modelo antiguo). Para otras filas como estas, cuente con {1} a {2}.</translation>
    </message>
    <message>
        <source>Hardly any answer is the expected one letter by letter, so it was compared how near both come to it (chrF).</source>
        <translation>Casi ninguna respuesta es la esperada letra por letra, así que se comparó cuánto se acercan los dos a ella (chrF).</translation>
    </message>
    <message>
        <source>How it was judged</source>
        <translation>Cómo se ha juzgado</translation>
    </message>
    <message>
        <source>Is the successor as good?</source>
        <translation>¿Es igual de bueno el sucesor?</translation>
    </message>
    <message>
        <source>It cannot be told yet whether {0} is as good as {1}.</source>
        <translation>Todavía no se puede decir si {0} es tan bueno como {1}.</translation>
    </message>
    <message>
        <source>Its successor</source>
        <translation>Su sucesor</translation>
    </message>
    <message>
        <source>No row was answered by both yet.</source>
        <translation>Todavía no hay ninguna fila respondida por los dos.</translation>
    </message>
    <message>
        <source>Nobody has voted blindly between the two yet.</source>
        <translation>Todavía nadie ha votado a ciegas entre los dos.</translation>
    </message>
    <message>
        <source>On {0}, the old model had {1} of 100 right and its successor {2}.</source>
        <translation>En {0}, el modelo antiguo acertó {1} de cada 100, y su sucesor, {2}.</translation>
    </message>
    <message>
        <source>On {0}, {1} of 100 for the old model and {2} for its successor.</source>
        <translation>En {0}, {1} de cada 100 para el modelo antiguo y {2} para su sucesor.</translation>
    </message>
    <message>
        <source>Rows not answered by both: {0}.</source>
        <translation>Filas que no respondieron los dos: {0}.</translation>
    </message>
    <message>
        <source>Switched off on</source>
        <translation>Se desconecta el</translation>
    </message>
    <message>
        <source>The interval holds the true difference in about 95 of 100 such comparisons (Tango&apos;s interval for paired shares, or a paired bootstrap for likeness). Votes have an interval that holds however often one looks.</source>
        <translation>El intervalo contiene la diferencia verdadera en unas 95 de cada 100 comparaciones así (intervalo de Tango para proporciones pareadas, o bootstrap pareado para el parecido). El intervalo de los votos es válido por muchas veces que se mire.</translation>
    </message>
    <message>
        <source>The model to take over from</source>
        <translation>El modelo que se va a relevar</translation>
    </message>
    <message>
        <source>The successor has learned from these very rows, so they tell little about new questions.</source>
        <translation>El sucesor ha aprendido justo de estas filas, así que dicen poco sobre preguntas nuevas.</translation>
    </message>
    <message>
        <source>There are too few rows to tell whether {0} is as good as {1}.</source>
        <translation>Hay muy pocas filas para decir si {0} es tan bueno como {1}.</translation>
    </message>
    <message>
        <source>answers kept in this project: {0}</source>
        <translation>respuestas conservadas en este proyecto: {0}</translation>
    </message>
    <message>
        <source>{0} % of their answers are the same, letter by letter.</source>
        <translation>El {0} % de sus respuestas son iguales, letra por letra.</translation>
    </message>
    <message>
        <source>{0} falls behind {1}.</source>
        <translation>{0} queda por detrás de {1}.</translation>
    </message>
    <message>
        <source>{0} is as good as {1}, within the margin of {2} of 100.</source>
        <translation>{0} es tan bueno como {1}, dentro del margen de {2} de cada 100.</translation>
    </message>
    <message>
        <source>{0} is better than {1} on these rows.</source>
        <translation>{0} es mejor que {1} en estas filas.</translation>
    </message>
</context>
<context>
    <name>SuccessionForm</name>
    <message>
        <source>Train the same data on this computer…</source>
        <translation>Entrenar los mismos datos en este equipo…</translation>
    </message>
    <message>
        <source>Ask the old model once more, as long as it answers</source>
        <translation>Preguntar otra vez al modelo anterior, mientras responda</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>up to {0} of 100 fewer right</source>
        <translation>hasta {0} aciertos menos de cada 100</translation>
    </message>
    <message>
        <source>So much may it fall behind and still count as good. Choose it before you look.</source>
        <translation>Lo que puede quedarse atrás y aun así darse por bueno. Decídalo antes de mirar.</translation>
    </message>
    <message>
        <source>The model to take over from</source>
        <translation>El modelo que se va a relevar</translation>
    </message>
    <message>
        <source>Its successor</source>
        <translation>Su sucesor</translation>
    </message>
    <message>
        <source>At most so many rows</source>
        <translation>Máximo de filas</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Margen</translation>
    </message>
    <message>
        <source>The project has no rows with an expected answer to compare them on.</source>
        <translation>El proyecto no tiene filas con una respuesta esperada con las que compararlos.</translation>
    </message>
    <message>
        <source>Both are asked the 1 row that was held back.</source>
        <translation>A los dos se les pregunta la única fila que se apartó.</translation>
    </message>
    <message>
        <source>Both are asked {0} rows that were held back.</source>
        <translation>A ambos se les preguntan {0} filas que se apartaron.</translation>
    </message>
    <message>
        <source>Rows that were held back: {0}. The old model&apos;s answers to {1} of them are kept.</source>
        <translation>Filas que se apartaron: {0}. De ellas se conservan respuestas del modelo anterior a {1}.</translation>
    </message>
    <message>
        <source>No rows were held back, so these are the ones that were learned from.</source>
        <translation>No se apartó ninguna fila, así que estas son las mismas de las que se aprendió.</translation>
    </message>
</context>
<context>
    <name>SuccessionPage</name>
    <message>
        <source>For a model that is switched off: train the same data, compare, and read whether it is as good.</source>
        <translation>Para un modelo que se va a desconectar: entrene con los mismos datos, compare y lea si el nuevo es igual de bueno.</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>Sucesor</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>A comparison is kept in a project. Open the one whose data the old model has learned from.</source>
        <translation>Una comparación se guarda en un proyecto. Abra aquel con cuyos datos aprendió el modelo anterior.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Ir a Inicio</translation>
    </message>
    <message>
        <source>Looking which models are going to be switched off…</source>
        <translation>Mirando qué modelos se van a desconectar…</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>Se guardó como {0}.</translation>
    </message>
    <message>
        <source>Page for the browser (*.html)</source>
        <translation>Página para el navegador (*.html)</translation>
    </message>
    <message>
        <source>Save the verdict</source>
        <translation>Guardar el veredicto</translation>
    </message>
    <message>
        <source>No model of this project is going to be switched off, and no answers of one that is gone are kept.</source>
        <translation>No se va a desconectar ningún modelo de este proyecto, y no se conservan respuestas de ninguno que ya no esté.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Compare once more</source>
        <translation>Comparar otra vez</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
</context>
<context>
    <name>SuccessionResult</name>
    <message>
        <source>Vote blindly…</source>
        <translation>Votar a ciegas…</translation>
    </message>
    <message>
        <source>Choose between the two answers to a question without knowing whose they are</source>
        <translation>Elegir entre las dos respuestas a una pregunta sin saber de quién es cada una</translation>
    </message>
    <message>
        <source>See every row</source>
        <translation>Ver cada fila</translation>
    </message>
    <message>
        <source>Save as a page…</source>
        <translation>Guardar como página…</translation>
    </message>
</context>
<context>
    <name>SuccessionRun</name>
    <message>
        <source>Answered: {0} of {1}.</source>
        <translation>Respondidas: {0} de {1}.</translation>
    </message>
</context>
<context>
    <name>Sums</name>
    <message>
        <source>All columns answer alike, as far as they have answered.</source>
        <translation>Todas las columnas responden lo mismo, hasta donde han respondido.</translation>
    </message>
    <message>
        <source>{0} and {1} seconds each</source>
        <translation>{0} y {1} segundos cada una</translation>
    </message>
    <message>
        <source>{0} of {1} as expected</source>
        <translation>{0} de {1} como se esperaba</translation>
    </message>
    <message>
        <source>{0}; {1}</source>
        <translation>{0}; {1}</translation>
    </message>
    <message>
        <source>{0}; {1} in all</source>
        <translation>{0}; {1} en total</translation>
    </message>
</context>
<context>
    <name>SystemPrompt</name>
    <message>
        <source>The same for all rows</source>
        <translation>El mismo para todas las filas</translation>
    </message>
    <message>
        <source>From a column</source>
        <translation>De una columna</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Instrucción del sistema</translation>
    </message>
    <message>
        <source>For example: You answer in one short paragraph.</source>
        <translation>Por ejemplo: Respondes en un párrafo corto.</translation>
    </message>
    <message>
        <source>Column with the system prompt</source>
        <translation>Columna con la instrucción del sistema</translation>
    </message>
    <message>
        <source>What the model is told before every question (system prompt)</source>
        <translation>Lo que se le dice al modelo antes de cada pregunta (instrucción del sistema)</translation>
    </message>
    <message>
        <source>As it is in the file</source>
        <translation>Como está en el archivo</translation>
    </message>
    <message>
        <source>As it is in the table</source>
        <translation>Como está en la tabla</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>It stands in front of every row and sets the tone. A model that learned with one answers best when it is asked with the same one.</source>
        <translation>Va delante de cada fila y marca el tono. Un modelo que aprendió con uno responde mejor cuando se le pregunta con ese mismo.</translation>
    </message>
    <message>
        <source>Each row brings its own. The model learns to follow it; ask the model later with one of the same kind.</source>
        <translation>Cada fila trae el suyo. El modelo aprende a seguirlo; después, pregúntele con uno del mismo tipo.</translation>
    </message>
    <message>
        <source>Every example keeps the system prompt it has, or has none.</source>
        <translation>Cada ejemplo conserva la instrucción del sistema que tiene, o se queda sin ninguna.</translation>
    </message>
    <message>
        <source>The model learns to answer your way without being told to. Ask it later without one, too.</source>
        <translation>El modelo aprende a responder a su manera sin que se lo digan. Después, pregúntele también sin instrucción del sistema.</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
</context>
<context>
    <name>Talk</name>
    <message>
        <source>A model here goes on with a text and knows no conversations: it gets each message alone.</source>
        <translation>Aquí un modelo continúa un texto y no conoce conversaciones: recibe cada mensaje por separado.</translation>
    </message>
    <message>
        <source>A model here goes on with a text: what was said before is put there as pairs, as in your data.</source>
        <translation>Aquí un modelo continúa un texto: lo que se dijo antes se pone delante en forma de pares, como en sus datos.</translation>
    </message>
    <message>
        <source>Asked with the system message of your data: {0}</source>
        <translation>Preguntado con el mensaje de sistema de sus datos: {0}</translation>
    </message>
    <message>
        <source>This message leaves your computer, and seems to hold: {0}.</source>
        <translation>Este mensaje sale de su equipo y parece contener: {0}.</translation>
    </message>
    <message>
        <source>What you send goes to {0}, together with what was said in this conversation before.</source>
        <translation>Lo que envíe va a {0}, junto con lo que se dijo antes en esta conversación.</translation>
    </message>
    <message>
        <source>With this message the conversation has about {0} tokens, and the answer may have {1}. {2} reads {3} at most at once (its context window): it may refuse, or forget how all began.</source>
        <translation>Con este mensaje la conversación tiene unos {0} tokens, y la respuesta puede tener {1}. {2} lee como máximo {3} de una vez (su ventana de contexto): puede que lo rechace o que olvide cómo empezó todo.</translation>
    </message>
    <message>
        <source>a bank account number</source>
        <translation>un número de cuenta bancaria</translation>
    </message>
    <message>
        <source>a card number</source>
        <translation>un número de tarjeta</translation>
    </message>
    <message>
        <source>a secret key</source>
        <translation>una clave secreta</translation>
    </message>
    <message>
        <source>a telephone number</source>
        <translation>un número de teléfono</translation>
    </message>
    <message>
        <source>an e-mail address</source>
        <translation>una dirección de correo electrónico</translation>
    </message>
</context>
<context>
    <name>TalkActs</name>
    <message>
        <source>Conversation with {0}, from the playground</source>
        <translation>Conversación con {0}, del Playground</translation>
    </message>
</context>
<context>
    <name>TalkBoard</name>
    <message>
        <source>New conversation</source>
        <translation>Conversación nueva</translation>
    </message>
    <message>
        <source>Earlier…</source>
        <translation>Anteriores…</translation>
    </message>
    <message>
        <source>Ask them now</source>
        <translation>Preguntarles</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>What you say</source>
        <translation>Lo que usted dice</translation>
    </message>
    <message>
        <source>Say something. {0} sends it.</source>
        <translation>Diga algo. Se envía con {0}.</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>A quién se pregunta</translation>
    </message>
    <message>
        <source>Earlier conversations: find, go on, rename, remove</source>
        <translation>Conversaciones anteriores: buscar, continuar, renombrar, quitar</translation>
    </message>
    <message>
        <source>Nothing has been said yet. Each model hears what you say and what it answered itself, no other.</source>
        <translation>Todavía no se ha dicho nada. Cada modelo oye lo que usted dice y lo que él mismo respondió, nada de los demás.</translation>
    </message>
    <message>
        <source>to all models</source>
        <translation>a todos los modelos</translation>
    </message>
    <message>
        <source>to {0} alone</source>
        <translation>solo a {0}</translation>
    </message>
    <message>
        <source>A new conversation</source>
        <translation>Una conversación nueva</translation>
    </message>
</context>
<context>
    <name>TalkPage</name>
    <message>
        <source>Conversation</source>
        <translation>Conversación</translation>
    </message>
    <message>
        <source>Talk with a model over several turns, or with three at once.</source>
        <translation>Converse con un modelo a lo largo de varios turnos, o con tres a la vez.</translation>
    </message>
</context>
<context>
    <name>TargetPicker</name>
    <message>
        <source>The model that is to learn</source>
        <translation>El modelo que va a aprender</translation>
    </message>
    <message>
        <source>What the data is for</source>
        <translation>Para qué son los datos</translation>
    </message>
    <message>
        <source>{0}, ends {1}</source>
        <translation>{0}, termina el {1}</translation>
    </message>
    <message>
        <source>{0}, last start {1}</source>
        <translation>{0}, último inicio el {1}</translation>
    </message>
    <message>
        <source>It is trained here: free of charge, and nothing leaves this computer.</source>
        <translation>Se entrena aquí: sin coste, y nada sale de este equipo.</translation>
    </message>
    <message>
        <source>Training costs ${0} for a million tokens (read on {1}).</source>
        <translation>Entrenar cuesta ${0} por un millón de tokens (leído el {1}).</translation>
    </message>
    <message>
        <source>A row may have {0} tokens (pieces of words); what is longer is cut.</source>
        <translation>Una fila puede tener {0} tokens (trozos de palabras); lo que pase de ahí se corta.</translation>
    </message>
    <message>
        <source>This model does not learn from rows of the shape chosen below.</source>
        <translation>Este modelo no aprende de filas con la forma elegida abajo.</translation>
    </message>
    <message>
        <source>It has taken no new training since {0}.</source>
        <translation>No admite entrenamientos nuevos desde el {0}.</translation>
    </message>
    <message>
        <source>A training can begin until {0}.</source>
        <translation>Se puede empezar un entrenamiento hasta el {0}.</translation>
    </message>
    <message>
        <source>It was switched off on {0}.</source>
        <translation>Se desconectó el {0}.</translation>
    </message>
    <message>
        <source>It will be switched off on {0}, with everything that was tuned from it.</source>
        <translation>Se desconectará el {0}, con todo lo que se ajustó a partir de él.</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>1 row is in the table.</source>
        <translation>Hay 1 fila en la tabla.</translation>
    </message>
    <message>
        <source>{0} rows are in the table.</source>
        <translation>Hay {0} filas en la tabla.</translation>
    </message>
    <message>
        <source>It is one step, which can be undone.</source>
        <translation>Es un solo paso, que se puede deshacer.</translation>
    </message>
    <message>
        <source>Stopped: it has cost {1}, as much as you allowed. 1 answer is missing.</source>
        <translation>Detenido: ha costado {1}, todo lo que usted autorizó. Falta 1 respuesta.</translation>
    </message>
    <message>
        <source>Stopped: it has cost {1}, as much as you allowed. {0} answers are missing.</source>
        <translation>Detenido: ha costado {1}, todo lo que usted autorizó. Faltan {0} respuestas.</translation>
    </message>
    <message>
        <source>What was answered is kept.</source>
        <translation>Lo que se respondió se conserva.</translation>
    </message>
    <message>
        <source>{0} It is asked again in a moment.</source>
        <translation>{0} Se volverá a preguntar en un momento.</translation>
    </message>
    <message>
        <source>It still takes {0}.</source>
        <translation>Todavía tarda {0}.</translation>
    </message>
    <message>
        <source>It has cost {0}.</source>
        <translation>Ha costado {0}.</translation>
    </message>
    <message>
        <source>1 is left out: it was cut off or refused, it is empty, or you unmarked it.</source>
        <translation>Se deja fuera 1: está cortada, rechazada o vacía, o usted la desmarcó.</translation>
    </message>
    <message>
        <source>{0} are left out: cut off, refused or empty ones, and those you unmarked.</source>
        <translation>Se dejan fuera {0}: las cortadas, rechazadas o vacías y las que usted desmarcó.</translation>
    </message>
</context>
<context>
    <name>Testing</name>
    <message>
        <source>(another answer)</source>
        <translation>(otra respuesta)</translation>
    </message>
    <message>
        <source>{0} % ({1} to {2})</source>
        <translation>{0} % ({1} a {2})</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} a {2})</translation>
    </message>
    <message>
        <source>{0} has not answered yet.</source>
        <translation>{0} todavía no ha respondido.</translation>
    </message>
    <message>
        <source>{0} is better than {1}.</source>
        <translation>{0} es mejor que {1}.</translation>
    </message>
    <message>
        <source>{0} is worse than {1}.</source>
        <translation>{0} es peor que {1}.</translation>
    </message>
    <message>
        <source>Which is better cannot be told from this test: {0} or {1}.</source>
        <translation>Con esta prueba no se puede decir cuál es mejor: {0} o {1}.</translation>
    </message>
    <message>
        <source>Newly right rows: {0}, newly wrong: {1}.</source>
        <translation>Filas que pasan a estar bien: {0}; que pasan a estar mal: {1}.</translation>
    </message>
    <message>
        <source>by {0} points of 100 ({1} to {2})</source>
        <translation>por {0} puntos de 100 ({1} a {2})</translation>
    </message>
    <message>
        <source>In letters, {0} comes nearer to the expected answers than {1}, {2}.</source>
        <translation>En las letras, {0} se acerca más a las respuestas esperadas que {1}, {2}.</translation>
    </message>
    <message>
        <source>In meaning, {0} comes nearer to the expected answers than {1}.</source>
        <translation>En el significado, {0} se acerca más a las respuestas esperadas que {1}.</translation>
    </message>
    <message>
        <source>The questions of these rows are sent to {0}.</source>
        <translation>Las preguntas de estas filas se envían a {0}.</translation>
    </message>
    <message>
        <source>These rows with their answers are sent to {0}.</source>
        <translation>Estas filas se envían con sus respuestas a {0}.</translation>
    </message>
    <message>
        <source>{0} has {1} of {2} right. For other rows like these, reckon with {3} to {4} of 100.</source>
        <translation>{0} acierta {1} de {2}. Para otras filas como estas, cuente con {3} a {4} de cada 100.</translation>
    </message>
    <message>
        <source>With {0} only large differences show. 100 rows or more tell much more.</source>
        <translation>Con {0} solo se notan las diferencias grandes. Con 100 filas o más se sabe mucho más.</translation>
    </message>
    <message>
        <source>{0}, {1}, about {2} tokens.</source>
        <translation>{0}, {1}, unos {2} tokens.</translation>
    </message>
    <message>
        <source>{0}, about {1} tokens.</source>
        <translation>{0}, unos {1} tokens.</translation>
    </message>
    <message>
        <source>The answers and the expected ones are sent to {0}.</source>
        <translation>Las respuestas y las esperadas se envían a {0}.</translation>
    </message>
    <message>
        <source>It takes {0}.</source>
        <translation>Tarda {0}.</translation>
    </message>
    <message>
        <source>Nothing is asked: the answers are there already.</source>
        <translation>No se pregunta nada: las respuestas ya están.</translation>
    </message>
    <message>
        <source>Everything stays on this computer.</source>
        <translation>Todo se queda en este equipo.</translation>
    </message>
    <message>
        <source>What that costs is not known here: look at your provider&apos;s prices.</source>
        <translation>Aquí no se sabe lo que cuesta: consulte los precios de su proveedor.</translation>
    </message>
    <message>
        <source>It costs about ${0}.</source>
        <translation>Cuesta unos ${0}.</translation>
    </message>
    <message>
        <source>Chance alone does that in fewer than 1 of 1,000 tests.</source>
        <translation>El azar por sí solo lo consigue en menos de 1 de cada 1000 pruebas.</translation>
    </message>
    <message>
        <source>Chance alone does that in about {0} of {1} tests.</source>
        <translation>El azar por sí solo lo consigue en unas {0} de cada {1} pruebas.</translation>
    </message>
    <message>
        <source>Both in one figure, from 0 to 1.</source>
        <translation>Las dos en una sola cifra, de 0 a 1.</translation>
    </message>
    <message>
        <source>Exactly the same</source>
        <translation>Exactamente igual</translation>
    </message>
    <message>
        <source>Figures rest on these rows.</source>
        <translation>Las cifras se basan en estas filas.</translation>
    </message>
    <message>
        <source>Finding “{0}” (AUPRC)</source>
        <translation>Encontrar «{0}» (AUPRC)</translation>
    </message>
    <message>
        <source>How many of those that look most like “{0}” are it: 1 all; by chance as many as there are of it.</source>
        <translation>Cuántas de las que más parecen «{0}» lo son: 1, todas; por azar, tantas como haya en total.</translation>
    </message>
    <message>
        <source>How many runs of letters are the same (chrF), from 0 to 1.</source>
        <translation>Cuántas series de letras son iguales (chrF), de 0 a 1.</translation>
    </message>
    <message>
        <source>How many words are the same in the same order (ROUGE-L), from 0 to 1.</source>
        <translation>Cuántas palabras son iguales y en el mismo orden (ROUGE-L), de 0 a 1.</translation>
    </message>
    <message>
        <source>How near answers come in meaning, by their vectors (cosine): 1 the same, about 0 unrelated.</source>
        <translation>Cuánto se acercan las respuestas en significado, según sus vectores (coseno): 1, lo mismo; cerca de 0, sin relación.</translation>
    </message>
    <message>
        <source>How often the label was the expected one (accuracy).</source>
        <translation>Con qué frecuencia la clase fue la esperada (exactitud).</translation>
    </message>
    <message>
        <source>How well the likelihoods tell “{0}” from the other label: 1 always, 0.5 by chance.</source>
        <translation>Qué bien distinguen las probabilidades «{0}» de la otra clase: 1, siempre; 0,5, al azar.</translation>
    </message>
    <message>
        <source>Letter for letter the same.</source>
        <translation>Igual letra por letra.</translation>
    </message>
    <message>
        <source>Letters in common</source>
        <translation>Letras en común</translation>
    </message>
    <message>
        <source>Meaning in common</source>
        <translation>Significado en común</translation>
    </message>
    <message>
        <source>Of the answers that give this label, how many are right.</source>
        <translation>De las respuestas que dan esta clase, cuántas son correctas.</translation>
    </message>
    <message>
        <source>Of the rows that expect this label, how many got it.</source>
        <translation>De las filas que esperan esta clase, cuántas la recibieron.</translation>
    </message>
    <message>
        <source>Precision and recall of all labels in one figure (weighted F-score), from 0 to 1.</source>
        <translation>Precisión y exhaustividad de todas las clases en una sola cifra (valor F ponderado), de 0 a 1.</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Correctas</translation>
    </message>
    <message>
        <source>Rows answered</source>
        <translation>Filas respondidas</translation>
    </message>
    <message>
        <source>Telling “{0}” apart (AUROC)</source>
        <translation>Distinguir «{0}» (AUROC)</translation>
    </message>
    <message>
        <source>The same but for case, white space and full stops.</source>
        <translation>Igual salvo mayúsculas, espacios y puntos finales.</translation>
    </message>
    <message>
        <source>Weighted F{0}</source>
        <translation>F{0} ponderado</translation>
    </message>
    <message>
        <source>Words in common</source>
        <translation>Palabras en común</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>{0}: both (F{1})</source>
        <translation>{0}: ambas (F{1})</translation>
    </message>
    <message>
        <source>{0}: found (recall)</source>
        <translation>{0}: encontradas (exhaustividad)</translation>
    </message>
    <message>
        <source>{0}: sure (precision)</source>
        <translation>{0}: acertadas (precisión)</translation>
    </message>
</context>
<context>
    <name>TestingPage</name>
    <message>
        <source>Models answer rows they have not learned from, and you see whether a difference is real.</source>
        <translation>Los modelos responden a filas de las que no han aprendido, y usted ve si una diferencia es real.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>A test keeps what it asks in a project. Open one, or make one from your data.</source>
        <translation>Una prueba guarda lo que pregunta en un proyecto. Abra uno o cree uno con sus datos.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Ir a Inicio</translation>
    </message>
    <message>
        <source>A test needs rows. Bring in your data first; about one row in ten is kept for tests.</source>
        <translation>Una prueba necesita filas. Traiga primero sus datos; más o menos una fila de cada diez se reserva para pruebas.</translation>
    </message>
    <message>
        <source>Go to Data</source>
        <translation>Ir a Datos</translation>
    </message>
    <message>
        <source>Looking which rows there are.</source>
        <translation>Mirando qué filas hay.</translation>
    </message>
    <message>
        <source>Start the test</source>
        <translation>Iniciar la prueba</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>New test</source>
        <translation>Nueva prueba</translation>
    </message>
</context>
<context>
    <name>ThreadHead</name>
    <message>
        <source>Settings of this model…</source>
        <translation>Ajustes de este modelo…</translation>
    </message>
    <message>
        <source>Talk without this model</source>
        <translation>Conversar sin este modelo</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Model {0}</source>
        <translation>Modelo {0}</translation>
    </message>
    <message>
        <source>More for this model</source>
        <translation>Más para este modelo</translation>
    </message>
</context>
<context>
    <name>TokenTable</name>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Likelihood</source>
        <translation>Probabilidad</translation>
    </message>
    <message>
        <source>Others that might have come</source>
        <translation>Otros que podrían haber salido</translation>
    </message>
</context>
<context>
    <name>TokensDialog</name>
    <message>
        <source>Likelihoods</source>
        <translation>Probabilidades</translation>
    </message>
    <message>
        <source>Tokens of the answer</source>
        <translation>Tokens de la respuesta</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>The model goes over your rows until its answers resemble yours.</source>
        <translation>El modelo repasa sus filas hasta que sus respuestas se parecen a las de usted.</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Empezar a entrenar</translation>
    </message>
    <message>
        <source>Open a project first: a model learns from its rows, and the curve stands here.</source>
        <translation>Abra primero un proyecto: un modelo aprende de sus filas, y aquí aparece la curva.</translation>
    </message>
    <message>
        <source>This project has no training rows yet. Bring some in, and a model can learn from them.</source>
        <translation>Este proyecto aún no tiene filas de entrenamiento. Traiga algunas y un modelo podrá aprender de ellas.</translation>
    </message>
    <message>
        <source>Go to the data</source>
        <translation>Ir a los datos</translation>
    </message>
    <message>
        <source>Compare with the base model</source>
        <translation>Comparar con el modelo base</translation>
    </message>
</context>
<context>
    <name>TrainingWords</name>
    <message>
        <source>Checking the rows</source>
        <translation>Revisando las filas</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>Esperando su turno</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenando</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminado</translation>
    </message>
    <message>
        <source>Stopped by a problem</source>
        <translation>Detenido por un problema</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelado</translation>
    </message>
    <message>
        <source>In a state TuneDesk does not know</source>
        <translation>En un estado que TuneDesk no conoce</translation>
    </message>
    <message>
        <source>From a results file</source>
        <translation>De un archivo de resultados</translation>
    </message>
    <message>
        <source>Waiting, number {0} in the queue</source>
        <translation>En espera, número {0} de la cola</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>Training: step {0} of {1}</source>
        <translation>Entrenando: paso {0} de {1}</translation>
    </message>
    <message>
        <source>The training is finished.</source>
        <translation>El entrenamiento ha terminado.</translation>
    </message>
    <message>
        <source>The training is finished. Compare the answers in Playground.</source>
        <translation>El entrenamiento ha terminado. Compare las respuestas en Playground.</translation>
    </message>
    <message>
        <source>The training was stopped by a problem. Training says which.</source>
        <translation>Un problema detuvo el entrenamiento. En Entrenamiento se dice cuál.</translation>
    </message>
    <message>
        <source>This curve was read from a file. More is not known of its training.</source>
        <translation>Esta curva se leyó de un archivo. No se sabe más de su entrenamiento.</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>No se indicó ningún motivo.</translation>
    </message>
    <message>
        <source>{0}
It can go on: mend what the sentence names, then choose “Go on from the last checkpoint”. What was learned up to there is kept. The steps after it are lost and are trained once more; where no checkpoint was made yet, it begins anew.</source>
        <translation>{0}
Puede continuar: corrija lo que nombra la frase y elija «Seguir desde el último punto de control». Lo aprendido hasta ahí se conserva. Los pasos posteriores se pierden y se entrenan otra vez; si aún no había ningún punto de control, empieza de nuevo.</translation>
    </message>
    <message>
        <source>{0}
Your rows and everything measured are kept. Change what the sentence names, then start a new training.</source>
        <translation>{0}
Sus filas y todo lo medido se conservan. Cambie lo que nombra la frase e inicie otro entrenamiento.</translation>
    </message>
    <message>
        <source>This training ran at a provider that is not among your connections any more. Its story and its curve are kept here.</source>
        <translation>Este entrenamiento se hizo en un proveedor que ya no está entre sus conexiones. Su historia y su curva se conservan aquí.</translation>
    </message>
    <message>
        <source>The engine reads the rows before it begins.</source>
        <translation>El motor lee las filas antes de empezar.</translation>
    </message>
    <message>
        <source>It begins by itself as soon as the engine is free.</source>
        <translation>Empieza por sí solo en cuanto el motor quede libre.</translation>
    </message>
    <message>
        <source>You may close the window: the training goes on, and its curve will be here again.</source>
        <translation>Puede cerrar la ventana: el entrenamiento continúa y su curva volverá a estar aquí.</translation>
    </message>
    <message>
        <source>Everything learned so far is kept. Resume goes on from here.</source>
        <translation>Todo lo aprendido hasta ahora se conserva. Reanudar continúa desde aquí.</translation>
    </message>
    <message>
        <source>The tuned model is ready. Compare its answers with those of the base model.</source>
        <translation>El modelo entrenado está listo. Compare sus respuestas con las del modelo base.</translation>
    </message>
    <message>
        <source>It will not go on. The curve and the checkpoints made so far stay.</source>
        <translation>No continuará. La curva y los puntos de control hechos hasta ahora se quedan.</translation>
    </message>
    <message>
        <source>{0} reads the rows before it begins.</source>
        <translation>{0} lee las filas antes de empezar.</translation>
    </message>
    <message>
        <source>It begins by itself as soon as {0} has room for it.</source>
        <translation>Empieza por sí solo en cuanto {0} tenga sitio.</translation>
    </message>
    <message>
        <source>It trains at {0}. You may close TuneDesk and switch this computer off; the curve will be here again.</source>
        <translation>Se entrena en {0}. Puede cerrar TuneDesk y apagar este equipo; la curva volverá a estar aquí.</translation>
    </message>
    <message>
        <source>{0} keeps what was learned so far. Resume goes on from here.</source>
        <translation>{0} conserva lo aprendido hasta ahora. Reanudar continúa desde aquí.</translation>
    </message>
    <message>
        <source>The tuned model is ready at {0}.</source>
        <translation>El modelo entrenado está listo en {0}.</translation>
    </message>
    <message>
        <source>It will not go on. What was measured is kept here; {0} may keep its checkpoints.</source>
        <translation>No continuará. Lo medido se conserva aquí; puede que {0} conserve sus puntos de control.</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>Test the connection</source>
        <translation>Probar la conexión</translation>
    </message>
    <message>
        <source>Stop the test</source>
        <translation>Detener la prueba</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Lista de modelos</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Prompt and completion</source>
        <translation>Prompt y completion</translation>
    </message>
    <message>
        <source>Training (fine-tuning)</source>
        <translation>Entrenamiento (fine-tuning)</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
</context>
<context>
    <name>TurnList</name>
    <message>
        <source>Show what was said before</source>
        <translation>Mostrar lo que se dijo antes</translation>
    </message>
</context>
<context>
    <name>UndoBanner</name>
    <message>
        <source>Put it back</source>
        <translation>Restaurar</translation>
    </message>
    <message>
        <source>{0} is in the bin. It can be put back until TuneDesk closes.</source>
        <translation>{0} está en la papelera. Se puede restaurar hasta que se cierre TuneDesk.</translation>
    </message>
    <message>
        <source>{0} is deleted.</source>
        <translation>{0} se ha eliminado.</translation>
    </message>
</context>
<context>
    <name>Unfinished</name>
    <message>
        <source>a place that was removed since</source>
        <translation>un lugar que se quitó desde entonces</translation>
    </message>
    <message>
        <source>A training of {0} at {1} was about to begin {2}. Nothing that was sent already is sent again.</source>
        <translation>Un entrenamiento de {0} en {1} estaba a punto de empezar ({2}). Nada de lo ya enviado se envía otra vez.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>Descartarlo</translation>
    </message>
</context>
<context>
    <name>UnpackDialog</name>
    <message>
        <source>Open a pack</source>
        <translation>Abrir un paquete</translation>
    </message>
    <message>
        <source>Looking into {0}…</source>
        <translation>Mirando dentro de {0}…</translation>
    </message>
    <message>
        <source>How far the unpacking is</source>
        <translation>Avance del desempaquetado</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Unpack it here</source>
        <translation>Desempaquetar aquí</translation>
    </message>
    <message>
        <source>The project “{0}”, packed {1}, with one model. It takes {3} and goes to {4}.</source>
        <translation>El proyecto «{0}», empaquetado {1}, con un modelo. Ocupa {3} y va a {4}.</translation>
    </message>
    <message>
        <source>The project “{0}”, packed {1}, with {2} models. It takes {3} and goes to {4}.</source>
        <translation>El proyecto «{0}», empaquetado {1}, con {2} modelos. Ocupa {3} y va a {4}.</translation>
    </message>
    <message>
        <source>Its models answer once their base model is here: {0}.</source>
        <translation>Sus modelos responden cuando su modelo base esté aquí: {0}.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>The project is unpacked as {0}.</source>
        <translation>El proyecto se ha desempaquetado como {0}.</translation>
    </message>
    <message>
        <source>Its models answer once this base model is here: {0}. Fetch it under Models, Get models.</source>
        <translation>Sus modelos responden cuando este modelo base esté aquí: {0}. Tráigalo en Modelos, Obtener modelos.</translation>
    </message>
    <message>
        <source>The base model {0} here is another one than its models were made from; they may answer otherwise.</source>
        <translation>El modelo base {0} de aquí no es el mismo del que se hicieron sus modelos; pueden responder de otra manera.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Open the project</source>
        <translation>Abrir el proyecto</translation>
    </message>
</context>
<context>
    <name>Unsaved</name>
    <message>
        <source>Save again</source>
        <translation>Guardar de nuevo</translation>
    </message>
</context>
<context>
    <name>UnsavedTexts</name>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
    <message>
        <source>What was typed and is not saved</source>
        <translation>Lo que se escribió y no está guardado</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>Copiar el texto</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>The project is closed, and this text is not in it. Copy it and paste it somewhere safe.</source>
        <translation>El proyecto está cerrado y este texto no está en él. Cópielo y péguelo en un lugar seguro.</translation>
    </message>
</context>
<context>
    <name>ValueCard</name>
    <message>
        <source>measured</source>
        <translation>medido</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>suavizado</translation>
    </message>
    <message>
        <source> (smoothed {0})</source>
        <translation> (suavizado: {0})</translation>
    </message>
</context>
<context>
    <name>ValueList</name>
    <message>
        <source>one value a line</source>
        <translation>un valor por línea</translation>
    </message>
    <message>
        <source>From a column</source>
        <translation>De una columna</translation>
    </message>
    <message>
        <source>Values of {0} from a column</source>
        <translation>Valores de {0} de una columna</translation>
    </message>
    <message>
        <source>1 value</source>
        <translation>1 valor</translation>
    </message>
    <message>
        <source>{0} values</source>
        <translation>{0} valores</translation>
    </message>
</context>
<context>
    <name>VarietyView</name>
    <message>
        <source>Length in words</source>
        <translation>Longitud en palabras</translation>
    </message>
    <message>
        <source>How much the answers differ</source>
        <translation>Cuánto se diferencian las respuestas</translation>
    </message>
    <message>
        <source>1 answer; its length in words: {1}.</source>
        <translation>1 respuesta; su longitud en palabras: {1}.</translation>
    </message>
    <message>
        <source>{0} answers, {1} to {2} words long, half of them shorter than {3}.</source>
        <translation>{0} respuestas, de {1} a {2} palabras, la mitad con menos de {3}.</translation>
    </message>
    <message>
        <source>Copies of one before: {0}. Nearly the same as one before: {1}.</source>
        <translation>Copias de otra anterior: {0}. Casi iguales a otra anterior: {1}.</translation>
    </message>
    <message>
        <source>{0} % begin with {1} words of their own.</source>
        <translation>El {0} % empieza con {1} palabras propias.</translation>
    </message>
    <message>
        <source>“{0}…” begins {1} of them.</source>
        <translation>Con «{0}…» empiezan {1} de ellas.</translation>
    </message>
</context>
<context>
    <name>VersionBar</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
</context>
<context>
    <name>VersionNews</name>
    <message>
        <source>There is a newer TuneDesk: {0}. More under Help, Look for a newer TuneDesk.</source>
        <translation>Hay un TuneDesk más nuevo: {0}. Más en Ayuda, Buscar un TuneDesk más nuevo.</translation>
    </message>
</context>
<context>
    <name>Voting</name>
    <message>
        <source>If they go on like this, about one more vote settles it.</source>
        <translation>Si siguen así, alrededor de un voto más lo decide.</translation>
    </message>
    <message>
        <source>If they go on like this, about {0} more votes settle it.</source>
        <translation>Si siguen así, unos {0} votos más lo deciden.</translation>
    </message>
    <message>
        <source>It cannot be told yet which is better: {0} gets {1} of the votes, a tie counting half for each.</source>
        <translation>Todavía no se puede decir cuál es mejor: {0} obtiene el {1} de los votos; un empate cuenta la mitad para cada uno.</translation>
    </message>
    <message>
        <source>That is enough to tell who is better.</source>
        <translation>Con esto basta para decir cuál es mejor.</translation>
    </message>
    <message>
        <source>There are no votes yet.</source>
        <translation>Todavía no hay votos.</translation>
    </message>
    <message>
        <source>Which of the {0} models is the best cannot be told yet.</source>
        <translation>Todavía no se puede decir cuál de los {0} modelos es el mejor.</translation>
    </message>
    <message>
        <source>{0} % ({1} to {2})</source>
        <translation>{0} % ({1} a {2})</translation>
    </message>
    <message>
        <source>{0} and {1}: no votes.</source>
        <translation>{0} y {1}: sin votos.</translation>
    </message>
    <message>
        <source>{0} is better than {1}: it gets {2} of the votes, a tie counting half for each.</source>
        <translation>{0} es mejor que {1}: obtiene el {2} de los votos; un empate cuenta la mitad para cada uno.</translation>
    </message>
    <message>
        <source>{0} is the best: it was preferred to each of the others.</source>
        <translation>{0} es el mejor: se prefirió a cada uno de los demás.</translation>
    </message>
    <message>
        <source>{0} {2} : {3} {1}; both good: {4}, both bad: {5}. {0} gets {6}.</source>
        <translation>{0} {2} : {3} {1}; ambos buenos: {4}, ambos malos: {5}. {0} obtiene el {6}.</translation>
    </message>
    <message>
        <source>{0}. {1}: preferred to an average one in {2} of the cases.</source>
        <translation>{0}. {1}: preferido a uno medio en el {2} de los casos.</translation>
    </message>
</context>
<context>
    <name>VotingPage</name>
    <message>
        <source>Two answers, nobody says whose. You say which is better, until it is sure.</source>
        <translation>Dos respuestas, nadie dice de quién. Usted dice cuál es mejor, hasta que quede claro.</translation>
    </message>
    <message>
        <source>Blind vote</source>
        <translation>Votación a ciegas</translation>
    </message>
    <message>
        <source>Take the last vote back</source>
        <translation>Retirar el último voto</translation>
    </message>
    <message>
        <source>Whose answers are voted on</source>
        <translation>De quiénes son las respuestas que se votan</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Retroceso</translation>
    </message>
    <message>
        <source>Open a project first: its models&apos; answers are what one votes on.</source>
        <translation>Abra primero un proyecto: se vota sobre las respuestas de sus modelos.</translation>
    </message>
    <message>
        <source>Go to the start page</source>
        <translation>Ir a la página de inicio</translation>
    </message>
    <message>
        <source>Here two models&apos; answers stand side by side, and you choose. First let two models answer.</source>
        <translation>Aquí aparecen las respuestas de dos modelos, una al lado de otra, y usted elige. Primero haga que respondan dos modelos.</translation>
    </message>
    <message>
        <source>Compare models</source>
        <translation>Comparar modelos</translation>
    </message>
    <message>
        <source>{0} · {1} models · {2} · {3}</source>
        <translation>{0} · {1} modelos · {2} · {3}</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Sin título</translation>
    </message>
    <message>
        <source>See whose they are</source>
        <translation>Ver de quién son</translation>
    </message>
    <message>
        <source>Go on voting</source>
        <translation>Seguir votando</translation>
    </message>
    <message>
        <source>{0} votes given, {1} to go.</source>
        <translation>{0} votos emitidos, faltan {1}.</translation>
    </message>
    <message>
        <source>1 vote given, {1} to go.</source>
        <translation>1 voto emitido, quedan {1}.</translation>
    </message>
    <message>
        <source>Where both answers are the same (once) nothing is asked.</source>
        <translation>Donde las dos respuestas son iguales (una vez) no se pregunta nada.</translation>
    </message>
    <message>
        <source>Where both answers are the same ({0} times) nothing is asked.</source>
        <translation>Donde ambas respuestas son iguales ({0} veces) no se pregunta nada.</translation>
    </message>
</context>
<context>
    <name>Walk</name>
    <message>
        <source>Held-out rows ({0})</source>
        <translation>Filas apartadas ({0})</translation>
    </message>
    <message>
        <source>Prompts that are no rows of your data. Asking them changes nothing there.</source>
        <translation>Prompts que no son filas de sus datos. Preguntarlos no cambia nada en ellos.</translation>
    </message>
    <message>
        <source>1 row the models have not learned from (a held-out row).</source>
        <translation>1 fila de la que los modelos no han aprendido (una fila apartada).</translation>
    </message>
    <message>
        <source>{0} rows the models have not learned from (held-out rows).</source>
        <translation>{0} filas de las que los modelos no han aprendido (filas apartadas).</translation>
    </message>
    <message>
        <source>Open a project to ask its held-out rows, or type your own prompt.</source>
        <translation>Abra un proyecto para preguntar sus filas apartadas, o escriba su propio prompt.</translation>
    </message>
    <message>
        <source>There are no held-out rows. Move some rows to the test part in the table, or type your own prompt.</source>
        <translation>No hay filas apartadas. Pase algunas filas a la parte de prueba en la tabla, o escriba su propio prompt.</translation>
    </message>
    <message>
        <source>Sent with the ending that all prompts of your data have: {0}</source>
        <translation>Se envía con el final que tienen todos los prompts de sus datos: {0}</translation>
    </message>
</context>
<context>
    <name>WizardPage</name>
    <message>
        <source>Choose another file</source>
        <translation>Elegir otro archivo</translation>
    </message>
    <message>
        <source>Reading the file.</source>
        <translation>Leyendo el archivo.</translation>
    </message>
    <message>
        <source>Reading the rows.</source>
        <translation>Leyendo las filas.</translation>
    </message>
    <message>
        <source>Reading “{0}”</source>
        <translation>Leyendo «{0}»</translation>
    </message>
    <message>
        <source>This file cannot be used as it is.</source>
        <translation>Este archivo no se puede usar tal como está.</translation>
    </message>
    <message>
        <source>Creating the rows</source>
        <translation>Creando las filas</translation>
    </message>
    <message>
        <source>Changing the rows</source>
        <translation>Cambiando las filas</translation>
    </message>
</context>
<context>
    <name>WordsPage</name>
    <message>
        <source>Words</source>
        <translation>Palabras</translation>
    </message>
    <message>
        <source>What the words of this program mean, in everyday language.</source>
        <translation>Qué significan las palabras de este programa, en lenguaje corriente.</translation>
    </message>
    <message>
        <source>Search in the words</source>
        <translation>Buscar en las palabras</translation>
    </message>
    <message>
        <source>Which word?</source>
        <translation>¿Qué palabra?</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Palabra</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>Qué significa</translation>
    </message>
    <message>
        <source>No word here has these letters.</source>
        <translation>Ninguna palabra de aquí tiene esas letras.</translation>
    </message>
</context>
<context>
    <name>WorkingPage</name>
    <message>
        <source>Work under way</source>
        <translation>Trabajo en curso</translation>
    </message>
</context>
<context>
    <name>WritingDialog</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Abrir la carpeta</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>_Question</name>
    <message>
        <source>Keep them</source>
        <translation>Conservarlas</translation>
    </message>
    <message>
        <source>Delete them for good</source>
        <translation>Eliminarlas definitivamente</translation>
    </message>
    <message>
        <source>The one backup of “{0}” is deleted and cannot be brought back. The project itself stays.</source>
        <translation>La única copia de seguridad de «{0}» se elimina y no se puede recuperar. El proyecto en sí se conserva.</translation>
    </message>
    <message>
        <source>All {1} backups of “{0}” are deleted and cannot be brought back. The project itself stays.</source>
        <translation>Las {1} copias de seguridad de «{0}» se eliminan y no se pueden recuperar. El proyecto en sí se conserva.</translation>
    </message>
</context>
<context>
    <name>_Steps</name>
    <message>
        <source>The beginning</source>
        <translation>El principio</translation>
    </message>
    <message>
        <source>{0} (undone)</source>
        <translation>{0} (deshecho)</translation>
    </message>
</context>
<context>
    <name>bubbles</name>
    <message>
        <source>Add a turn below</source>
        <translation>Añadir un turno debajo</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Bajar</translation>
    </message>
    <message>
        <source>Delete this turn</source>
        <translation>Eliminar este turno</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Instrucción del sistema</translation>
    </message>
    <message>
        <source>Developer</source>
        <translation>Desarrollador</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Asistente</translation>
    </message>
    <message>
        <source>Tool result</source>
        <translation>Resultado de herramienta</translation>
    </message>
    <message>
        <source>Answers the call {0}</source>
        <translation>Responde a la llamada {0}</translation>
    </message>
    <message>
        <source>Calls the function {0}</source>
        <translation>Llama a la función {0}</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sonido</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} en {1}</translation>
    </message>
    <message>
        <source>{0} in this row ({1})</source>
        <translation>{0} en esta fila ({1})</translation>
    </message>
</context>
<context>
    <name>editor</name>
    <message>
        <source>Move to part</source>
        <translation>Pasar a la parte</translation>
    </message>
    <message>
        <source>Add row</source>
        <translation>Añadir fila</translation>
    </message>
    <message>
        <source>Insert rows above</source>
        <translation>Insertar filas arriba</translation>
    </message>
    <message>
        <source>Insert rows below</source>
        <translation>Insertar filas abajo</translation>
    </message>
    <message>
        <source>Duplicate rows</source>
        <translation>Duplicar filas</translation>
    </message>
    <message>
        <source>Delete rows</source>
        <translation>Eliminar filas</translation>
    </message>
    <message>
        <source>Move rows up</source>
        <translation>Subir filas</translation>
    </message>
    <message>
        <source>Move rows down</source>
        <translation>Bajar filas</translation>
    </message>
    <message>
        <source>Cut cells</source>
        <translation>Cortar celdas</translation>
    </message>
    <message>
        <source>Copy cells</source>
        <translation>Copiar celdas</translation>
    </message>
    <message>
        <source>Paste cells</source>
        <translation>Pegar celdas</translation>
    </message>
    <message>
        <source>Empty cells</source>
        <translation>Vaciar celdas</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>Rellenar hacia abajo</translation>
    </message>
    <message>
        <source>Fill right</source>
        <translation>Rellenar a la derecha</translation>
    </message>
    <message>
        <source>Choose whole rows</source>
        <translation>Elegir filas enteras</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Reemplazar</translation>
    </message>
    <message>
        <source>Filter…</source>
        <translation>Filtrar…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Actualizar</translation>
    </message>
    <message>
        <source>Rework with a model…</source>
        <translation>Reelaborar con un modelo…</translation>
    </message>
    <message>
        <source>Find rows like this one</source>
        <translation>Buscar filas como esta</translation>
    </message>
    <message>
        <source>Trainings that saw this row…</source>
        <translation>Entrenamientos que vieron esta fila…</translation>
    </message>
    <message>
        <source>Check, convert or divide the rows…</source>
        <translation>Revisar, convertir o repartir las filas…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>Buscar siguiente</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>Buscar anterior</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>Completion</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Instrucción del sistema</translation>
    </message>
    <message>
        <source>Prompt (user)</source>
        <translation>Prompt (usuario)</translation>
    </message>
    <message>
        <source>Answer (assistant)</source>
        <translation>Respuesta (asistente)</translation>
    </message>
    <message>
        <source>Better answer (preferred)</source>
        <translation>Mejor respuesta (preferida)</translation>
    </message>
    <message>
        <source>Worse answer</source>
        <translation>Peor respuesta</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nueva</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Editada</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Revisada</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Excluida</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>Filtrar por este valor</translation>
    </message>
    <message>
        <source>Filter by these values</source>
        <translation>Filtrar por estos valores</translation>
    </message>
    <message>
        <source>Sort by this column</source>
        <translation>Ordenar por esta columna</translation>
    </message>
    <message>
        <source>Sort by this column, from the end</source>
        <translation>Ordenar por esta columna, desde el final</translation>
    </message>
    <message>
        <source>Back to the order of the table</source>
        <translation>Volver al orden de la tabla</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>Mostrar todas las filas</translation>
    </message>
    <message>
        <source>Part: {0}</source>
        <translation>Parte: {0}</translation>
    </message>
    <message>
        <source>Status: {0}</source>
        <translation>Estado: {0}</translation>
    </message>
    <message>
        <source>Tag: {0}</source>
        <translation>Etiqueta: {0}</translation>
    </message>
    <message>
        <source>Found: {0}</source>
        <translation>Hallazgo: {0}</translation>
    </message>
    <message>
        <source>Longer than {0}</source>
        <translation>Más de {0}</translation>
    </message>
    <message>
        <source>Changed since a training</source>
        <translation>Cambiadas desde un entrenamiento</translation>
    </message>
    <message>
        <source>Chosen rows: {0}</source>
        <translation>Filas elegidas: {0}</translation>
    </message>
    <message>
        <source>The longest rows first</source>
        <translation>Las filas más largas primero</translation>
    </message>
    <message>
        <source>The shortest rows first</source>
        <translation>Las filas más cortas primero</translation>
    </message>
    <message>
        <source>Sorted by {0}, from the end</source>
        <translation>Ordenado por {0}, desde el final</translation>
    </message>
    <message>
        <source>Sorted by {0}</source>
        <translation>Ordenado por {0}</translation>
    </message>
    <message>
        <source>{0}: “{1}”</source>
        <translation>{0}: «{1}»</translation>
    </message>
    <message>
        <source>{0}: empty</source>
        <translation>{0}: vacío</translation>
    </message>
    <message>
        <source>Pattern: {0}</source>
        <translation>Patrón: {0}</translation>
    </message>
    <message>
        <source>Text: “{0}”</source>
        <translation>Texto: «{0}»</translation>
    </message>
    <message>
        <source>{0} in {1}</source>
        <translation>{0} en {1}</translation>
    </message>
    <message>
        <source> or </source>
        <translation> o </translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vista</translation>
    </message>
    <message>
        <source>Hide “{0}”</source>
        <translation>Ocultar «{0}»</translation>
    </message>
    <message>
        <source>Move to the front</source>
        <translation>Mover al principio</translation>
    </message>
    <message>
        <source>Move to the back</source>
        <translation>Mover al final</translation>
    </message>
    <message>
        <source>Show “{0}”</source>
        <translation>Mostrar «{0}»</translation>
    </message>
    <message>
        <source>One line a row</source>
        <translation>Una línea por fila</translation>
    </message>
    <message>
        <source>{0} lines a row</source>
        <translation>{0} líneas por fila</translation>
    </message>
    <message>
        <source>Larger letters in the table</source>
        <translation>Letra más grande en la tabla</translation>
    </message>
    <message>
        <source>Smaller letters in the table</source>
        <translation>Letra más pequeña en la tabla</translation>
    </message>
    <message>
        <source>Letters as everywhere (now {0} %)</source>
        <translation>Letra como en todas partes (ahora {0} %)</translation>
    </message>
    <message>
        <source>Keep the prompt in view</source>
        <translation>Mantener el prompt a la vista</translation>
    </message>
    <message>
        <source>Look at the table as at first</source>
        <translation>Volver a la vista inicial de la tabla</translation>
    </message>
    <message>
        <source>The copied block has one row more than there are from here on.</source>
        <translation>El bloque copiado tiene una fila más de las que hay desde aquí.</translation>
    </message>
    <message>
        <source>The copied block has {0} rows more than there are from here on.</source>
        <translation>El bloque copiado tiene {0} filas más de las que hay desde aquí.</translation>
    </message>
    <message>
        <source>Its last column has no place in this table; it would not be pasted.</source>
        <translation>Su última columna no cabe en esta tabla; no se pegaría.</translation>
    </message>
    <message>
        <source>Its last {0} columns have no place in this table; they would not be pasted.</source>
        <translation>Sus últimas {0} columnas no caben en esta tabla; no se pegarían.</translation>
    </message>
    <message>
        <source>Add one row and paste</source>
        <translation>Añadir una fila y pegar</translation>
    </message>
    <message>
        <source>Add {0} rows and paste</source>
        <translation>Añadir {0} filas y pegar</translation>
    </message>
    <message>
        <source>One cell was left as it was: it shows several turns, or its row has nothing there.</source>
        <translation>Una celda quedó como estaba: muestra varios turnos, o su fila no tiene nada ahí.</translation>
    </message>
    <message>
        <source>{0} cells were left as they were: they show several turns, or their rows have nothing there.</source>
        <translation>{0} celdas quedaron como estaban: muestran varios turnos, o sus filas no tienen nada ahí.</translation>
    </message>
    <message>
        <source>Part and status take only their own words; one of these cells was left as it was.</source>
        <translation>La parte y el estado solo admiten sus propias palabras; una de estas celdas quedó como estaba.</translation>
    </message>
    <message>
        <source>Part and status take only their own words; {0} of these cells were left as they were.</source>
        <translation>Parte y estado solo admiten sus propias palabras; {0} de estas celdas quedaron como estaban.</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Marcar</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Etiquetas…</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Nota…</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Tick the tags of the chosen rows.</source>
        <translation>Marque las etiquetas de las filas elegidas.</translation>
    </message>
    <message>
        <source>A new tag; several with commas between</source>
        <translation>Una etiqueta nueva; si son varias, sepárelas con comas</translation>
    </message>
    <message>
        <source>New tags</source>
        <translation>Etiquetas nuevas</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>A note for people; no model ever learns from it.</source>
        <translation>Una nota para personas; ningún modelo aprende nunca de ella.</translation>
    </message>
    <message>
        <source>{0} excluded</source>
        <translation>{0} excluidas</translation>
    </message>
    <message>
        <source>{0} test</source>
        <translation>{0} de prueba</translation>
    </message>
    <message>
        <source>{0} training</source>
        <translation>{0} de entrenamiento</translation>
    </message>
    <message>
        <source>{0} validation</source>
        <translation>{0} de validación</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>Training file (JSON Lines)</source>
        <translation>Archivo de entrenamiento (JSON Lines)</translation>
    </message>
    <message>
        <source>What providers train on: one example a line, everything in it.</source>
        <translation>Con lo que entrenan los proveedores: un ejemplo por línea, con todo dentro.</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>Libro de Excel</translation>
    </message>
    <message>
        <source>To look at and edit in Excel or LibreOffice. Every cell is a text.</source>
        <translation>Para ver y editar en Excel o LibreOffice. Cada celda es un texto.</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>For any program that reads tables; cells are parted by commas.</source>
        <translation>Para cualquier programa que lea tablas; las celdas se separan con comas.</translation>
    </message>
    <message>
        <source>TSV</source>
        <translation>TSV</translation>
    </message>
    <message>
        <source>Like CSV; cells are parted by tabs.</source>
        <translation>Como CSV; las celdas se separan con tabuladores.</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Small and fast, for programs that analyse data.</source>
        <translation>Pequeño y rápido, para programas que analizan datos.</translation>
    </message>
    <message>
        <source>Folder for Hugging Face (TRL)</source>
        <translation>Carpeta para Hugging Face (TRL)</translation>
    </message>
    <message>
        <source>One file for each part and a card; Hugging Face&apos;s programs load it as it is.</source>
        <translation>Un archivo por cada parte y una ficha; los programas de Hugging Face la cargan tal cual.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
</context>
<context>
    <name>pairs</name>
    <message>
        <source>settled</source>
        <translation>resuelto</translation>
    </message>
    <message>
        <source>Same question, different answers</source>
        <translation>Misma pregunta, respuestas distintas</translation>
    </message>
    <message>
        <source>Nearly the same</source>
        <translation>Casi iguales</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>Iguales</translation>
    </message>
</context>
<context>
    <name>quoted</name>
    <message>
        <source>“{0}”</source>
        <translation>«{0}»</translation>
    </message>
</context>
<context>
    <name>reading</name>
    <message>
        <source>Table (CSV, TSV)</source>
        <translation>Tabla (CSV, TSV)</translation>
    </message>
    <message>
        <source>JSON objects</source>
        <translation>Objetos JSON</translation>
    </message>
    <message>
        <source>Plain text, line by line</source>
        <translation>Texto sin formato, línea por línea</translation>
    </message>
    <message>
        <source>Workbook (Excel, OpenDocument)</source>
        <translation>Hoja de cálculo (Excel, OpenDocument)</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Comma  ,</source>
        <translation>Coma  ,</translation>
    </message>
    <message>
        <source>Semicolon  ;</source>
        <translation>Punto y coma  ;</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tabulador</translation>
    </message>
    <message>
        <source>Vertical bar  |</source>
        <translation>Barra vertical  |</translation>
    </message>
    <message>
        <source>UTF-16 (little-endian)</source>
        <translation>UTF-16 (little-endian)</translation>
    </message>
    <message>
        <source>UTF-16 (big-endian)</source>
        <translation>UTF-16 (big-endian)</translation>
    </message>
    <message>
        <source>Western European (Windows-1252)</source>
        <translation>Europeo occidental (Windows-1252)</translation>
    </message>
    <message>
        <source>Western European (ISO 8859-15)</source>
        <translation>Europeo occidental (ISO 8859-15)</translation>
    </message>
    <message>
        <source>Western European (Mac)</source>
        <translation>Europeo occidental (Mac)</translation>
    </message>
    <message>
        <source>Western European (DOS 850)</source>
        <translation>Europeo occidental (DOS 850)</translation>
    </message>
    <message>
        <source>Central European (Windows-1250)</source>
        <translation>Centroeuropeo (Windows-1250)</translation>
    </message>
    <message>
        <source>Central European (ISO 8859-2)</source>
        <translation>Centroeuropeo (ISO 8859-2)</translation>
    </message>
    <message>
        <source>Cyrillic (Windows-1251)</source>
        <translation>Cirílico (Windows-1251)</translation>
    </message>
    <message>
        <source>Cyrillic (KOI8-R)</source>
        <translation>Cirílico (KOI8-R)</translation>
    </message>
    <message>
        <source>Greek (Windows-1253)</source>
        <translation>Griego (Windows-1253)</translation>
    </message>
    <message>
        <source>Turkish (Windows-1254)</source>
        <translation>Turco (Windows-1254)</translation>
    </message>
    <message>
        <source>Hebrew (Windows-1255)</source>
        <translation>Hebreo (Windows-1255)</translation>
    </message>
    <message>
        <source>Arabic (Windows-1256)</source>
        <translation>Árabe (Windows-1256)</translation>
    </message>
    <message>
        <source>Baltic (Windows-1257)</source>
        <translation>Báltico (Windows-1257)</translation>
    </message>
    <message>
        <source>Japanese (Shift JIS)</source>
        <translation>Japonés (Shift JIS)</translation>
    </message>
    <message>
        <source>Japanese (EUC)</source>
        <translation>Japonés (EUC)</translation>
    </message>
    <message>
        <source>Chinese (GB 18030)</source>
        <translation>Chino (GB 18030)</translation>
    </message>
    <message>
        <source>Chinese (Big5)</source>
        <translation>Chino (Big5)</translation>
    </message>
    <message>
        <source>Korean (Windows-949)</source>
        <translation>Coreano (Windows-949)</translation>
    </message>
    <message>
        <source>chat examples</source>
        <translation>ejemplos de chat</translation>
    </message>
    <message>
        <source>pairs of prompt and completion</source>
        <translation>pares de prompt y completion</translation>
    </message>
    <message>
        <source>preference pairs</source>
        <translation>pares de preferencia</translation>
    </message>
    <message>
        <source>Line {0} of the file</source>
        <translation>Línea {0} del archivo</translation>
    </message>
    <message>
        <source>Row {0} of the file</source>
        <translation>Fila {0} del archivo</translation>
    </message>
    <message>
        <source>Row {0} of the sheet</source>
        <translation>Fila {0} de la hoja</translation>
    </message>
    <message>
        <source>Row {0} of the table</source>
        <translation>Fila {0} de la tabla</translation>
    </message>
    <message>
        <source>Row of the table</source>
        <translation>Fila de la tabla</translation>
    </message>
    <message>
        <source>Row of the file</source>
        <translation>Fila del archivo</translation>
    </message>
    <message>
        <source>Line of the file</source>
        <translation>Línea del archivo</translation>
    </message>
    <message>
        <source>{0}, {1}, {2} columns.</source>
        <translation>{0}, {1}, {2} columnas.</translation>
    </message>
    <message>
        <source>{0}, {1}, one column.</source>
        <translation>{0}, {1}, una columna.</translation>
    </message>
    <message>
        <source>It has {0} rows.</source>
        <translation>Tiene {0} filas.</translation>
    </message>
    <message>
        <source>It has one row.</source>
        <translation>Tiene una fila.</translation>
    </message>
    <message>
        <source>Here are its first {0} rows.</source>
        <translation>Estas son sus primeras {0} filas.</translation>
    </message>
    <message>
        <source>Here is its first row.</source>
        <translation>Esta es su primera fila.</translation>
    </message>
</context>
<context>
    <name>review</name>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>Excluir</translation>
    </message>
    <message>
        <source>Problem…</source>
        <translation>Problema…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Saltar</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>First row</source>
        <translation>Primera fila</translation>
    </message>
    <message>
        <source>Last row</source>
        <translation>Última fila</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Volver a la tabla</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source># {title}

Training data, written by TuneDesk. Rows: {rows}.

With the Python library `datasets`:

```python
from datasets import load_dataset

data = load_dataset(&quot;PATH OF THIS FOLDER&quot;)
```

The columns are those of TRL&apos;s standard forms. Tools, if there are any, are the text of their JSON, which TRL reads.</source>
        <translation># {title}

Datos de entrenamiento, escritos por TuneDesk. Filas: {rows}.

Con la biblioteca de Python `datasets`:

```python
from datasets import load_dataset

data = load_dataset(&quot;RUTA DE ESTA CARPETA&quot;)
```

Las columnas son las de las formas habituales de TRL. Las herramientas, si las hay, son el texto de su JSON, que TRL lee.</translation>
    </message>
    <message>
        <source>${usd} ({epochs} passes over the data; ${price} for a million tokens, {as_of}, {source})</source>
        <translation>${usd} ({epochs} pasadas por los datos; ${price} por un millón de tokens, {as_of}, {source})</translation>
    </message>
    <message>
        <source>1 answer is a copy of one before. A higher temperature makes answers vary more.</source>
        <translation>1 respuesta es copia de una anterior. Una temperatura más alta hace que las respuestas varíen más.</translation>
    </message>
    <message>
        <source>120 imaginary heroes. The model learns to write: age, gender and power become a portrait in one style.</source>
        <translation>120 héroes imaginarios. El modelo aprende a escribir: de edad, género y poder sale un retrato en un mismo estilo.</translation>
    </message>
    <message>
        <source>5: does what the question asks, says nothing that is not so, in the form and the tone of the good answer, where one is given.
4: as 5, with a small flaw.
3: helps, but something that matters is missing or wrong.
2: hardly helps.
1: does not answer the question, or misleads.
Longer is not better.</source>
        <translation>5: hace lo que pide la pregunta, no dice nada que no sea cierto y tiene la forma y el tono de la respuesta buena, si se da una.
4: como 5, con un pequeño defecto.
3: ayuda, pero falta o está mal algo importante.
2: apenas ayuda.
1: no responde a la pregunta o confunde.
Más larga no es mejor.</translation>
    </message>
    <message>
        <source>96 letters to a shop. The model learns to sort: each letter gets one of four labels.</source>
        <translation>96 cartas a una tienda. El modelo aprende a clasificar: cada carta recibe una de cuatro clases.</translation>
    </message>
    <message>
        <source>A .pem or .crt file, if your administrator gave you one; empty for none.</source>
        <translation>Un archivo .pem o .crt, si su administrador le dio uno; vacío si no hay ninguno.</translation>
    </message>
    <message>
        <source>A backslash at letter {at} is followed by something JSON does not know.</source>
        <translation>A una barra invertida en el carácter {at} le sigue algo que JSON no conoce.</translation>
    </message>
    <message>
        <source>A backslash has a meaning there: \1 is the first group of the pattern, and \\ is a backslash itself.</source>
        <translation>Ahí una barra invertida tiene un significado: \1 es el primer grupo del patrón y \\ es la propia barra invertida.</translation>
    </message>
    <message>
        <source>A call needs an id and the name of the tool. A provider refuses the file otherwise.</source>
        <translation>Una llamada necesita un id y el nombre de la herramienta. Si no, el proveedor rechaza el archivo.</translation>
    </message>
    <message>
        <source>A call of a function (tool call) needs curly brackets around it: {{ … }}.</source>
        <translation>Una llamada a una función (tool call) necesita llaves alrededor: {{ … }}.</translation>
    </message>
    <message>
        <source>A cell takes 32,767 letters. Nothing was written, because the rest of the text would be cut off.</source>
        <translation>En una celda caben 32.767 caracteres. No se escribió nada, porque el resto del texto se cortaría.</translation>
    </message>
    <message>
        <source>A chat model begins its answer with the first letter. Spaces and empty lines around the answers would be learnt as if they meant something.</source>
        <translation>Un modelo de chat empieza su respuesta con la primera letra. Los espacios y las líneas vacías alrededor de las respuestas se aprenderían como si significaran algo.</translation>
    </message>
    <message>
        <source>A comma is missing at letter {at}, or a quotation mark before it.</source>
        <translation>Falta una coma en el carácter {at}, o unas comillas antes.</translation>
    </message>
    <message>
        <source>A conversation with several answers becomes several rows, one for each answer.</source>
        <translation>Una conversación con varias respuestas se convierte en varias filas, una por cada respuesta.</translation>
    </message>
    <message>
        <source>A copy in its place would cut it off from its window, so nothing was written.</source>
        <translation>Una copia en su lugar lo separaría de su ventana, así que no se escribió nada.</translation>
    </message>
    <message>
        <source>A few fixed labels with many examples each are learned well, even by a small model. Aim at about 100 rows for each label, and test the model with rows that it has not seen.</source>
        <translation>Unas pocas clases fijas con muchos ejemplos cada una las aprende bien incluso un modelo pequeño. Procure unas 100 filas por clase y pruebe el modelo con filas que no haya visto.</translation>
    </message>
    <message>
        <source>A few letters after which a model stops writing.</source>
        <translation>Unas letras tras las cuales un modelo deja de escribir.</translation>
    </message>
    <message>
        <source>A file like this can be made to fill a disk up, so nothing of it was unpacked.</source>
        <translation>Con un archivo así se puede llenar un disco entero, por eso no se desempaquetó nada.</translation>
    </message>
    <message>
        <source>A file like this can be made to write over other files, so nothing of it was unpacked.</source>
        <translation>Con un archivo así se puede escribir encima de otros archivos, por eso no se desempaquetó nada.</translation>
    </message>
    <message>
        <source>A file of the program is missing or damaged, so lengths and costs cannot be told.</source>
        <translation>Un archivo del programa falta o está dañado, así que no se pueden indicar longitudes ni costes.</translation>
    </message>
    <message>
        <source>A file, job or model was deleted there in the meantime.</source>
        <translation>Mientras tanto se eliminó allí un archivo, una tarea o un modelo.</translation>
    </message>
    <message>
        <source>A folder for TRL holds plain texts, so nothing was written.</source>
        <translation>Una carpeta para TRL contiene textos sencillos, así que no se escribió nada.</translation>
    </message>
    <message>
        <source>A folder needs the files config.json, tokenizer.json and weights that end with .safetensors.</source>
        <translation>Una carpeta necesita los archivos config.json, tokenizer.json y pesos que terminen en .safetensors.</translation>
    </message>
    <message>
        <source>A judge reads answers that are there already. Of two models both must have answered, and not quite the same.</source>
        <translation>Un juez lee respuestas que ya existen. Si son dos modelos, los dos deben haber respondido, y no exactamente lo mismo.</translation>
    </message>
    <message>
        <source>A key is one word of letters, digits and signs without blanks, at most {longest} characters. It was not kept.</source>
        <translation>Una clave es una sola palabra de letras, cifras y signos sin espacios, con {longest} caracteres como máximo. No se guardó.</translation>
    </message>
    <message>
        <source>A list of numbers that stands for what a text means. Texts that mean nearly the same have nearly the same numbers.</source>
        <translation>Una lista de números que representa lo que significa un texto. Los textos que significan casi lo mismo tienen casi los mismos números.</translation>
    </message>
    <message>
        <source>A model as it was part-way through its training. It can be used like the finished one.</source>
        <translation>Un modelo tal como estaba a mitad de su entrenamiento. Se puede usar como el terminado.</translation>
    </message>
    <message>
        <source>A model of this kind goes on writing until it sees a sign to stop. The same mark behind every answer (stop sequence) teaches it where an answer is over.</source>
        <translation>Un modelo de este tipo sigue escribiendo hasta que ve una señal para parar. La misma marca detrás de cada respuesta (secuencia de parada) le enseña dónde termina una respuesta.</translation>
    </message>
    <message>
        <source>A model of this kind sees one long text. The same mark behind every question (separator) shows it where the question is over and its answer begins. Put it behind your questions later, too.</source>
        <translation>Un modelo de este tipo ve un único texto largo. La misma marca detrás de cada pregunta (separador) le muestra dónde termina la pregunta y empieza su respuesta. Póngala también después detrás de sus preguntas.</translation>
    </message>
    <message>
        <source>A model of your choice</source>
        <translation>Un modelo a su elección</translation>
    </message>
    <message>
        <source>A model that answers well when it is told what to do needs no training. Ask several models the same question in the playground, and keep the instruction that works best. Train later, if the instruction grows too long.</source>
        <translation>Un modelo que responde bien cuando se le dice qué hacer no necesita entrenamiento. Haga la misma pregunta a varios modelos en el Playground y quédese con la instrucción que mejor funcione. Entrene más adelante, si la instrucción se hace demasiado larga.</translation>
    </message>
    <message>
        <source>A model that lies there</source>
        <translation>Un modelo que está allí</translation>
    </message>
    <message>
        <source>A model that sees many refusals learns to refuse, also where it could help. Keep only as many as you want of it.</source>
        <translation>Un modelo que ve muchas negativas aprende a negarse, también donde podría ayudar. Conserve solo las que quiera.</translation>
    </message>
    <message>
        <source>A model&apos;s answer alone is no such pair, so no row can be made of it here.</source>
        <translation>La respuesta de un modelo no forma por sí sola un par así, por eso aquí no se puede hacer una fila con ella.</translation>
    </message>
    <message>
        <source>A package that was fetched is not the one it should be.</source>
        <translation>Un paquete que se trajo no es el que debería ser.</translation>
    </message>
    <message>
        <source>A picture is given by its web address, or as the data of a JPEG, PNG or WEBP file. These are neither, and a provider refuses them.</source>
        <translation>Una imagen se indica con su dirección web o con los datos de un archivo JPEG, PNG o WEBP. Estas no son ni lo uno ni lo otro, y el proveedor las rechaza.</translation>
    </message>
    <message>
        <source>A piece of text as a model counts it: a short word, or a part of a longer one. Prices and limits are in tokens.</source>
        <translation>Un trozo de texto tal como lo cuenta un modelo: una palabra corta o parte de una más larga. Los precios y los límites van en tokens.</translation>
    </message>
    <message>
        <source>A place where models are trained or asked: this computer, or a company on the internet.</source>
        <translation>Un lugar donde se entrenan modelos o se les pregunta: este equipo o una empresa en internet.</translation>
    </message>
    <message>
        <source>A preference pair needs a better and a worse answer; these rows have one answer only.</source>
        <translation>Un par de preferencia necesita una respuesta mejor y una peor; estas filas tienen una sola respuesta.</translation>
    </message>
    <message>
        <source>A price, for example, is a group of “training”, “input”, “output”, “as_of” and “source”.</source>
        <translation>Un precio, por ejemplo, es un grupo de «training», «input», «output», «as_of» y «source».</translation>
    </message>
    <message>
        <source>A provider that you have added, with its address and your key.</source>
        <translation>Un proveedor que ha añadido, con su dirección y la clave de usted.</translation>
    </message>
    <message>
        <source>A question stands here, and nobody answers: there is no terminal, or its input has ended.</source>
        <translation>Aquí hay una pregunta y nadie responde: no hay terminal, o su entrada se ha terminado.</translation>
    </message>
    <message>
        <source>A question with a system message or with earlier turns is written as one text, each turn with its speaker in front (“User: …”).</source>
        <translation>Una pregunta con un mensaje de sistema o con turnos anteriores se escribe como un solo texto, con el interlocutor delante de cada turno («User: …»).</translation>
    </message>
    <message>
        <source>A quotation mark on this line is never closed.</source>
        <translation>En esta línea hay unas comillas que no se cierran.</translation>
    </message>
    <message>
        <source>A results file begins with a line that names its columns, one of them “step”.</source>
        <translation>Un archivo de resultados empieza con una línea que nombra sus columnas; una de ellas es «step».</translation>
    </message>
    <message>
        <source>A row of this project is not an example that TuneDesk understands.</source>
        <translation>Una fila de este proyecto no es un ejemplo que TuneDesk entienda.</translation>
    </message>
    <message>
        <source>A rubric says in a few sentences what makes an answer good, and what makes it bad.</source>
        <translation>Una rúbrica dice en pocas frases qué hace buena una respuesta y qué la hace mala.</translation>
    </message>
    <message>
        <source>A sentence before a chat that says who the model is and how it is to answer.</source>
        <translation>Una frase antes de un chat que dice quién es el modelo y cómo debe responder.</translation>
    </message>
    <message>
        <source>A separator should be short, such as “{shown}”: it costs tokens in every question. If the text belongs to your questions, leave it as it is.</source>
        <translation>Un separador debería ser corto, como «{shown}»: cuesta tokens en cada pregunta. Si el texto pertenece a sus preguntas, déjelo como está.</translation>
    </message>
    <message>
        <source>A sign was cut in two (a lone surrogate), mostly an emoji. Such a text cannot be written to a training file.</source>
        <translation>Un carácter quedó partido en dos (un sustituto suelto), casi siempre un emoji. Un texto así no se puede escribir en un archivo de entrenamiento.</translation>
    </message>
    <message>
        <source>A table is a single file. Nothing was imported.</source>
        <translation>Una tabla es un solo archivo. No se importó nada.</translation>
    </message>
    <message>
        <source>A test asks at least one model, or reads answers that were recorded earlier.</source>
        <translation>Una prueba pregunta al menos a un modelo, o lee respuestas registradas antes.</translation>
    </message>
    <message>
        <source>A test needs a question and the expected answer in each row, in two columns that say so.</source>
        <translation>Una prueba necesita una pregunta y la respuesta esperada en cada fila, en dos columnas que lo indiquen.</translation>
    </message>
    <message>
        <source>A test needs rows with an expected answer that the model has not learned from.</source>
        <translation>Una prueba necesita filas con una respuesta esperada de las que el modelo no haya aprendido.</translation>
    </message>
    <message>
        <source>A text&apos;s meaning came back as zeros, or not as numbers at all. What was read before is kept.</source>
        <translation>El significado de un texto llegó como ceros, o ni siquiera como números. Lo que se leyó antes se conserva.</translation>
    </message>
    <message>
        <source>A trained model can repeat what it has seen, to anybody. Hide the addresses unless they are meant to be known.</source>
        <translation>Un modelo entrenado puede repetir lo que ha visto, a cualquiera. Oculte las direcciones, salvo que deban conocerse.</translation>
    </message>
    <message>
        <source>A trained model can repeat what it has seen, to anybody. Hide the numbers unless they are meant to be known.</source>
        <translation>Un modelo entrenado puede repetir lo que ha visto, a cualquiera. Oculte los números, salvo que deban conocerse.</translation>
    </message>
    <message>
        <source>A trained model can repeat what it has seen, to anybody. Numbers of credit cards should never be taught.</source>
        <translation>Un modelo entrenado puede repetir lo que ha visto, a cualquiera. Los números de tarjetas de crédito no se deberían enseñar nunca.</translation>
    </message>
    <message>
        <source>A trained model needs no instruction in each question: it learns the task from the rows. Shorter questions cost less, in training and later.</source>
        <translation>Un modelo entrenado no necesita una instrucción en cada pregunta: aprende la tarea de las filas. Las preguntas más cortas cuestan menos, al entrenar y después.</translation>
    </message>
    <message>
        <source>A training still needs “{model}”.</source>
        <translation>Un entrenamiento todavía necesita «{model}».</translation>
    </message>
    <message>
        <source>A training that is not over still needs it.</source>
        <translation>Un entrenamiento que no ha terminado todavía lo necesita.</translation>
    </message>
    <message>
        <source>A training, or other work of more than two minutes, while another program is in front; TuneDesk itself always says it.</source>
        <translation>Un entrenamiento u otro trabajo de más de dos minutos, mientras haya otro programa en primer plano; TuneDesk siempre lo dice en su ventana.</translation>
    </message>
    <message>
        <source>A value is missing at letter {at}, or a text stands there without quotation marks.</source>
        <translation>Falta un valor en el carácter {at}, o hay ahí un texto sin comillas.</translation>
    </message>
    <message>
        <source>A way of training that adds a small part to a model and leaves the rest of it as it is. It needs far less memory.</source>
        <translation>Una manera de entrenar que añade una parte pequeña a un modelo y deja el resto como está. Necesita mucha menos memoria.</translation>
    </message>
    <message>
        <source>A weight says whether an answer is learnt (1) or not (0), and stands beside answers alone. A provider refuses anything else.</source>
        <translation>Un peso dice si una respuesta se aprende (1) o no (0), y solo acompaña a respuestas. El proveedor rechaza cualquier otra cosa.</translation>
    </message>
    <message>
        <source>About 100 rows for each class make a dependable sorter (classifier). Classes with fewer rows are mistaken more often.</source>
        <translation>Unas 100 filas por clase dan un clasificador fiable. Las clases con menos filas se confunden más a menudo.</translation>
    </message>
    <message>
        <source>About {needed} GB are needed while it is set up, and {free} GB are free. Nothing was fetched.</source>
        <translation>Hacen falta unos {needed} GB mientras se prepara, y hay {free} GB libres. No se trajo nada.</translation>
    </message>
    <message>
        <source>Add --model with one of: {models}.</source>
        <translation>Añada --model con uno de estos: {models}.</translation>
    </message>
    <message>
        <source>Add credit at the provider, then try again.</source>
        <translation>Añada saldo en el proveedor e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Add it again under Preferences, Providers.</source>
        <translation>Añádalo de nuevo en Preferencias, Proveedores.</translation>
    </message>
    <message>
        <source>Add it there. A price, a limit or a date counts only with the day it was read (“as_of”) and where (“source”).</source>
        <translation>Añádalo allí. Un precio, un límite o una fecha solo cuenta con el día en que se leyó («as_of») y de dónde («source»).</translation>
    </message>
    <message>
        <source>Add pip to this Python, or install the TuneDesk that brings its training part along.</source>
        <translation>Añada pip a este Python, o instale el TuneDesk que trae consigo la parte que entrena.</translation>
    </message>
    <message>
        <source>Add rows that show more of what the model will meet; more passes over the same ones do not help.</source>
        <translation>Añada filas que muestren más de lo que el modelo va a encontrar; más pasadas por las mismas no ayudan.</translation>
    </message>
    <message>
        <source>Add rows, or move rows from the other parts to training. 50 to 100 good rows are a fine start.</source>
        <translation>Añada filas, o pase filas de las otras partes a entrenamiento. Entre 50 y 100 filas buenas son un buen comienzo.</translation>
    </message>
    <message>
        <source>Address for news of versions</source>
        <translation>Dirección de las noticias de versiones</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Consejo</translation>
    </message>
    <message>
        <source>After a call the result has to follow before anybody else speaks. A provider refuses the file otherwise.</source>
        <translation>Después de una llamada tiene que venir el resultado antes de que hable nadie más. Si no, el proveedor rechaza el archivo.</translation>
    </message>
    <message>
        <source>Agree on the model&apos;s page with the account the token is from, or enter the token of another account.</source>
        <translation>Acepte las condiciones en la página del modelo con la cuenta a la que pertenece el token, o introduzca el token de otra cuenta.</translation>
    </message>
    <message>
        <source>All answers are the same.</source>
        <translation>Todas las respuestas son iguales.</translation>
    </message>
    <message>
        <source>All questions are the same.</source>
        <translation>Todas las preguntas son iguales.</translation>
    </message>
    <message>
        <source>All their answers have the weight 0, which means “do not learn this”.</source>
        <translation>Todas sus respuestas tienen el peso 0, que significa «no aprender esto».</translation>
    </message>
    <message>
        <source>All words grow together; nothing is cut off.</source>
        <translation>Todas las palabras crecen a la vez; nada se corta.</translation>
    </message>
    <message>
        <source>Allow connections in the preferences under Network, then look again.</source>
        <translation>Permita las conexiones en las preferencias, en Red, y vuelva a mirar.</translation>
    </message>
    <message>
        <source>Allow connections in the preferences under Network, then start again.</source>
        <translation>Permita las conexiones en las preferencias, en Red, y empiece otra vez.</translation>
    </message>
    <message>
        <source>An address begins with https:// (or http:// in your own network) and names a computer; it holds no password.</source>
        <translation>Una dirección empieza con https:// (o http:// en su propia red) y nombra un equipo; no contiene ninguna contraseña.</translation>
    </message>
    <message>
        <source>An empty instruction (system message) says nothing, and some providers refuse it.</source>
        <translation>Una instrucción vacía (mensaje de sistema) no dice nada, y algunos proveedores la rechazan.</translation>
    </message>
    <message>
        <source>An end mark (stop sequence) should be short, such as “{shown}”. If the text belongs to your answers, leave it as it is.</source>
        <translation>Una marca de final (secuencia de parada) debería ser corta, como «{shown}». Si el texto pertenece a sus respuestas, déjelo como está.</translation>
    </message>
    <message>
        <source>An export never writes over anything, so nothing was changed.</source>
        <translation>Una exportación nunca escribe encima de nada, así que no se cambió nada.</translation>
    </message>
    <message>
        <source>An instruction (system message) belongs to the beginning. Many open models cannot read it elsewhere.</source>
        <translation>Una instrucción (mensaje de sistema) va al principio. Muchos modelos abiertos no pueden leerla en otro lugar.</translation>
    </message>
    <message>
        <source>An open model of your choice</source>
        <translation>Un modelo abierto a su elección</translation>
    </message>
    <message>
        <source>Another computer with TuneDesk&apos;s engine</source>
        <translation>Otro equipo con el motor de TuneDesk</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start of TuneDesk on.</source>
        <translation>El cambio de idioma se nota a partir del próximo inicio de TuneDesk.</translation>
    </message>
    <message>
        <source>Another provider</source>
        <translation>Otro proveedor</translation>
    </message>
    <message>
        <source>Another window is bringing things home into {folder}.</source>
        <translation>Otra ventana está trayendo cosas a casa, a {folder}.</translation>
    </message>
    <message>
        <source>Another window or terminal is at it, so nothing was begun here.</source>
        <translation>Otra ventana o terminal está en ello; aquí no se empezó nada.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Answer its question and try again, or keep the key for this session only.</source>
        <translation>Responda a su pregunta e inténtelo de nuevo, o conserve la clave solo para esta sesión.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Answers that do not begin with a space: {count}</source>
        <translation>Respuestas que no empiezan con un espacio: {count}</translation>
    </message>
    <message>
        <source>Answers that hold their end mark “{mark}” more than once: {count}</source>
        <translation>Respuestas que contienen su marca de final «{mark}» más de una vez: {count}</translation>
    </message>
    <message>
        <source>Answers that refuse: {count} ({share} %)</source>
        <translation>Respuestas que se niegan: {count} ({share} %)</translation>
    </message>
    <message>
        <source>Answers with spaces or empty lines around them: {count}</source>
        <translation>Respuestas con espacios o líneas vacías alrededor: {count}</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aspecto</translation>
    </message>
    <message>
        <source>Ask again, or choose another comparison.</source>
        <translation>Pregunte de nuevo o elija otra comparación.</translation>
    </message>
    <message>
        <source>Ask wherever you got it, or enter the address in the preferences under Network.</source>
        <translation>Pregunte donde lo consiguió, o escriba la dirección en las preferencias, en Red.</translation>
    </message>
    <message>
        <source>Ask whoever gave it to you for a new one. Packs that TuneDesk makes open without this.</source>
        <translation>Pida uno nuevo a quien se lo dio. Los paquetes que hace TuneDesk se abren sin esto.</translation>
    </message>
    <message>
        <source>Ask whoever runs it what a training costs and how to set a limit, before you start.</source>
        <translation>Antes de empezar, pregunte a quien lo administra cuánto cuesta un entrenamiento y cómo fijar un límite.</translation>
    </message>
    <message>
        <source>At least one of them is still in {folder}.</source>
        <translation>Al menos una sigue en {folder}.</translation>
    </message>
    <message>
        <source>At letter {at} a name in straight quotation marks (&quot;) is missing, or there is a comma too many.</source>
        <translation>En el carácter {at} falta un nombre entre comillas rectas (&quot;), o sobra una coma.</translation>
    </message>
    <message>
        <source>At letter {at} stands a single quotation mark (&apos;) where JSON wants a double one (&quot;).</source>
        <translation>En el carácter {at} hay una comilla simple (&apos;) donde JSON quiere una doble (&quot;).</translation>
    </message>
    <message>
        <source>At temperature 0 the likeliest word is always taken, so repeats there will be alike.</source>
        <translation>Con temperatura 0 se toma siempre la palabra más probable, así que las repeticiones serán iguales.</translation>
    </message>
    <message>
        <source>At temperature 0 the share of likely words (top_p) changes nothing: those settings will answer alike.</source>
        <translation>Con temperatura 0 la proporción de palabras probables (top_p) no cambia nada: esos ajustes responderán igual.</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>Begin a new one, or choose another one from the list.</source>
        <translation>Empiece uno nuevo o elija otro de la lista.</translation>
    </message>
    <message>
        <source>Begin a new search, or choose another one.</source>
        <translation>Empiece una búsqueda nueva o elija otra.</translation>
    </message>
    <message>
        <source>Blind vote</source>
        <translation>Votación a ciegas</translation>
    </message>
    <message>
        <source>Blind votes against {other}: it gets {value} % ({low} to {high} %) of {votes} votes, a tie counting half.</source>
        <translation>Votación a ciegas frente a {other}: obtiene el {value} % ({low} a {high} %) de {votes} votos; un empate cuenta la mitad.</translation>
    </message>
    <message>
        <source>Both answers have to be messages of the assistant.</source>
        <translation>Las dos respuestas tienen que ser mensajes del asistente.</translation>
    </message>
    <message>
        <source>Bring a backup back with “File, Backups”, and keep the damaged file: much of it can usually be read.</source>
        <translation>Recupere una copia con «Archivo, Copias de seguridad» y conserve el archivo dañado: normalmente se puede leer gran parte.</translation>
    </message>
    <message>
        <source>Brought home from {provider}</source>
        <translation>Traído a casa desde {provider}</translation>
    </message>
    <message>
        <source>Capitals, spaces and punctuation apart, these rows stand in the table already. Look whether the difference is meant.</source>
        <translation>Salvo mayúsculas, espacios y puntuación, estas filas ya están en la tabla. Mire si la diferencia es intencionada.</translation>
    </message>
    <message>
        <source>Certificate of your network</source>
        <translation>Certificado de su red</translation>
    </message>
    <message>
        <source>Change the template or the lists of values, and try again.</source>
        <translation>Cambie la plantilla o las listas de valores e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Change what the sentence names, then try again.</source>
        <translation>Cambie lo que nombra la frase e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Chats, prompts with completions, and pairs cannot be trained together in one file.</source>
        <translation>Los chats, los prompts con completions y los pares no se pueden entrenar juntos en un mismo archivo.</translation>
    </message>
    <message>
        <source>Check that the file is there and that you may open it, then choose it again.</source>
        <translation>Compruebe que el archivo está ahí y que puede abrirlo, y elíjalo de nuevo.</translation>
    </message>
    <message>
        <source>Check the address in the preferences under Network, or look again later.</source>
        <translation>Revise la dirección en las preferencias, en Red, o vuelva a mirar más tarde.</translation>
    </message>
    <message>
        <source>Check the connection, and proxy and certificates in the preferences under Network. Then start again.</source>
        <translation>Revise la conexión, y el proxy y los certificados en las preferencias, en Red. Después empiece otra vez.</translation>
    </message>
    <message>
        <source>Check the connection, then look again.</source>
        <translation>Revise la conexión y vuelva a mirar.</translation>
    </message>
    <message>
        <source>Check the internet connection and the free disk space, then try again. The reason is in the details.</source>
        <translation>Compruebe la conexión a internet y el espacio libre en el disco e inténtelo de nuevo. El motivo está en los detalles.</translation>
    </message>
    <message>
        <source>Check the internet connection, then try again.</source>
        <translation>Compruebe la conexión a internet e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Check which account the key belongs to; if the training was deleted, start it again.</source>
        <translation>Compruebe a qué cuenta pertenece la clave; si el entrenamiento se eliminó, inícielo de nuevo.</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Punto de control (checkpoint)</translation>
    </message>
    <message>
        <source>Checksum, or why not</source>
        <translation>Suma de comprobación, o por qué no</translation>
    </message>
    <message>
        <source>Choose CSV, Parquet or JSON Lines, which hold texts of any length, or shorten these rows.</source>
        <translation>Elija CSV, Parquet o JSON Lines, que admiten textos de cualquier longitud, o acorte estas filas.</translation>
    </message>
    <message>
        <source>Choose CSV, Parquet or JSON Lines.</source>
        <translation>Elija CSV, Parquet o JSON Lines.</translation>
    </message>
    <message>
        <source>Choose JSON Lines, or leave the additional keys out.</source>
        <translation>Elija JSON Lines, o deje fuera las claves adicionales.</translation>
    </message>
    <message>
        <source>Choose JSON Lines, which keeps them as they are.</source>
        <translation>Elija JSON Lines, que las conserva como están.</translation>
    </message>
    <message>
        <source>Choose a file that ends with .tunedeskpack, and copy it whole.</source>
        <translation>Elija un archivo que termine en .tunedeskpack y cópielo entero.</translation>
    </message>
    <message>
        <source>Choose a folder you may write to, with enough free space, and save the copy again.</source>
        <translation>Elija una carpeta en la que pueda escribir y con suficiente espacio libre, y guarde la copia de nuevo.</translation>
    </message>
    <message>
        <source>Choose a folder you may write to, with enough free space.</source>
        <translation>Elija una carpeta en la que pueda escribir y con suficiente espacio libre.</translation>
    </message>
    <message>
        <source>Choose a model whose weights are in the format safetensors or GGUF and that brings no program code.</source>
        <translation>Elija un modelo cuyos pesos estén en formato safetensors o GGUF y que no traiga código de programa.</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Elija un modelo.</translation>
    </message>
    <message>
        <source>Choose a part that has rows.</source>
        <translation>Elija una parte que tenga filas.</translation>
    </message>
    <message>
        <source>Choose a table: an Excel or OpenDocument workbook, CSV, JSON or plain text.</source>
        <translation>Elija una tabla: un libro de Excel u OpenDocument, CSV, JSON o texto sin formato.</translation>
    </message>
    <message>
        <source>Choose a tuned model.</source>
        <translation>Elija un modelo entrenado.</translation>
    </message>
    <message>
        <source>Choose an encoding from the list, or let TuneDesk find it out.</source>
        <translation>Elija una codificación de la lista, o deje que TuneDesk la averigüe.</translation>
    </message>
    <message>
        <source>Choose another conversation, or begin a new one.</source>
        <translation>Elija otra conversación o empiece una nueva.</translation>
    </message>
    <message>
        <source>Choose another folder or another disk, and try again.</source>
        <translation>Elija otra carpeta u otro disco e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Choose another folder with --out, or say --replace.</source>
        <translation>Elija otra carpeta con --out, o indique --replace.</translation>
    </message>
    <message>
        <source>Choose another folder, or make room and try again.</source>
        <translation>Elija otra carpeta, o libere espacio e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Choose another format, or install TuneDesk with its extra “parquet”.</source>
        <translation>Elija otro formato, o instale TuneDesk con su extra «parquet».</translation>
    </message>
    <message>
        <source>Choose another kind of file on this page, or look at the file in a text editor.</source>
        <translation>Elija otro tipo de archivo en esta página, o mire el archivo en un editor de texto.</translation>
    </message>
    <message>
        <source>Choose another model to read the rows.</source>
        <translation>Elija otro modelo para leer las filas.</translation>
    </message>
    <message>
        <source>Choose another model under what the data is for.</source>
        <translation>Elija otro modelo en «Para qué son los datos».</translation>
    </message>
    <message>
        <source>Choose another model, or train it again.</source>
        <translation>Elija otro modelo o entrénelo de nuevo.</translation>
    </message>
    <message>
        <source>Choose another model. On this computer it is all-MiniLM-L6-v2.</source>
        <translation>Elija otro modelo. En este equipo es all-MiniLM-L6-v2.</translation>
    </message>
    <message>
        <source>Choose another model; those in the list are known to work.</source>
        <translation>Elija otro modelo; se sabe que los de la lista funcionan.</translation>
    </message>
    <message>
        <source>Choose another name for the copy.</source>
        <translation>Elija otro nombre para la copia.</translation>
    </message>
    <message>
        <source>Choose another name, or empty that folder first.</source>
        <translation>Elija otro nombre, o vacíe antes esa carpeta.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Elija otro nombre.</translation>
    </message>
    <message>
        <source>Choose another place, or look whether that one may be written to, and try again.</source>
        <translation>Elija otro lugar, o mire si en ese se puede escribir, e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Elija otro lugar.</translation>
    </message>
    <message>
        <source>Choose another receiver, or bring the rows into another kind with the wizard.</source>
        <translation>Elija otro destinatario, o pase las filas a otro tipo con el asistente.</translation>
    </message>
    <message>
        <source>Choose another sheet.</source>
        <translation>Elija otra hoja.</translation>
    </message>
    <message>
        <source>Choose another test, or begin a new one.</source>
        <translation>Elija otra prueba o empiece una nueva.</translation>
    </message>
    <message>
        <source>Choose answers in the list, or ask for those that are missing.</source>
        <translation>Elija respuestas en la lista, o pida las que faltan.</translation>
    </message>
    <message>
        <source>Choose learning from examples in the plan, or bring rows with a better and a worse answer.</source>
        <translation>Elija en el plan el aprendizaje por ejemplos, o traiga filas con una respuesta mejor y una peor.</translation>
    </message>
    <message>
        <source>Choose one of its sheets.</source>
        <translation>Elija una de sus hojas.</translation>
    </message>
    <message>
        <source>Choose one of these with --target: {known}.</source>
        <translation>Elija uno de estos con --target: {known}.</translation>
    </message>
    <message>
        <source>Choose other rows, or another column.</source>
        <translation>Elija otras filas u otra columna.</translation>
    </message>
    <message>
        <source>Choose other rows, or type a prompt of your own.</source>
        <translation>Elija otras filas, o escriba su propio prompt.</translation>
    </message>
    <message>
        <source>Choose the .pem or .crt file that your administrator gave you.</source>
        <translation>Elija el archivo .pem o .crt que le dio su administrador.</translation>
    </message>
    <message>
        <source>Choose the column that holds the answer.</source>
        <translation>Elija la columna que contiene la respuesta.</translation>
    </message>
    <message>
        <source>Choose the column that holds the worse answer.</source>
        <translation>Elija la columna que contiene la respuesta peor.</translation>
    </message>
    <message>
        <source>Choose the column that holds what is asked, or put one in braces into the template.</source>
        <translation>Elija la columna que contiene lo que se pregunta, o ponga una entre llaves en la plantilla.</translation>
    </message>
    <message>
        <source>Choose the comma, the semicolon, the tab or another single character.</source>
        <translation>Elija la coma, el punto y coma, el tabulador u otro carácter único.</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>Elija el archivo de nuevo.</translation>
    </message>
    <message>
        <source>Choose the file that holds your questions and answers.</source>
        <translation>Elija el archivo que contiene sus preguntas y respuestas.</translation>
    </message>
    <message>
        <source>Choose the file you mean; it may lie in this folder.</source>
        <translation>Elija el archivo al que se refiere; puede que esté en esta carpeta.</translation>
    </message>
    <message>
        <source>Choose the folder in which these files lie themselves, or a single file that ends with .gguf.</source>
        <translation>Elija la carpeta en la que están directamente estos archivos, o un único archivo que termine en .gguf.</translation>
    </message>
    <message>
        <source>Choose the results.csv that the provider gave for the training.</source>
        <translation>Elija el results.csv que dio el proveedor para el entrenamiento.</translation>
    </message>
    <message>
        <source>Choose “Forget it” for the old plan, and start the training again with the rows as they are now.</source>
        <translation>Elija «Descartarlo» en el plan anterior e inicie el entrenamiento de nuevo con las filas tal como están ahora.</translation>
    </message>
    <message>
        <source>Choose “Go on” in a minute: TuneDesk looks again first, and starts it only if it is not there.</source>
        <translation>Elija «Continuar» dentro de un minuto: TuneDesk vuelve a mirar primero, y solo lo inicia si no está.</translation>
    </message>
    <message>
        <source>Choose “Set up training on this computer” in the menu File (in a terminal: tunedesk engine setup).</source>
        <translation>Elija «Preparar este equipo para entrenar» en el menú Archivo (en un terminal: tunedesk engine setup).</translation>
    </message>
    <message>
        <source>Choose “What was learned alone (adapter)”, which needs the base model beside it.</source>
        <translation>Elija «Solo lo aprendido (adaptador)», que necesita el modelo base al lado.</translation>
    </message>
    <message>
        <source>Choose “Whole model (safetensors)” instead, or a model of the families Llama and Qwen.</source>
        <translation>Elija en su lugar «Modelo completo (safetensors)», o un modelo de las familias Llama y Qwen.</translation>
    </message>
    <message>
        <source>Choose “Whole model (safetensors)” instead.</source>
        <translation>Elija en su lugar «Modelo completo (safetensors)».</translation>
    </message>
    <message>
        <source>Classes are measured on validation rows, and there are none.</source>
        <translation>Las clases se miden con filas de validación, y no hay ninguna.</translation>
    </message>
    <message>
        <source>Classes with fewer than 100 rows: {small} of {classes}</source>
        <translation>Clases con menos de 100 filas: {small} de {classes}</translation>
    </message>
    <message>
        <source>Classes with one row only: {sample}</source>
        <translation>Clases con una sola fila: {sample}</translation>
    </message>
    <message>
        <source>Classes written in different ways: {sample}</source>
        <translation>Clases escritas de distintas maneras: {sample}</translation>
    </message>
    <message>
        <source>Close the file in other programs, check that you may read it, and try again.</source>
        <translation>Cierre el archivo en otros programas, compruebe que puede leerlo e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Close the other program (or wait for a backup to end) and make the change again.</source>
        <translation>Cierre el otro programa (o espere a que termine una copia de seguridad) y haga el cambio de nuevo.</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Columna</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Columnas</translation>
    </message>
    <message>
        <source>Columns that are not used ({number}): {columns}</source>
        <translation>Columnas que no se usan ({number}): {columns}</translation>
    </message>
    <message>
        <source>Columns that begin far down in the file ({number}): {columns}</source>
        <translation>Columnas que empiezan muy abajo en el archivo ({number}): {columns}</translation>
    </message>
    <message>
        <source>Columns that no model reads (a number, a remark) are left behind.</source>
        <translation>Las columnas que ningún modelo lee (un número, una observación) se quedan fuera.</translation>
    </message>
    <message>
        <source>Compare its answers with those of the base model.</source>
        <translation>Compare sus respuestas con las del modelo base.</translation>
    </message>
    <message>
        <source>Compare its answers. With more rows, or a pass less, the two would stay closer together.</source>
        <translation>Compare sus respuestas. Con más filas, o con una pasada menos, las dos quedarían más cerca.</translation>
    </message>
    <message>
        <source>Compare meanings (embeddings): nothing needs to be trained.</source>
        <translation>Comparar significados (embeddings): no hay que entrenar nada.</translation>
    </message>
    <message>
        <source>Compare the name with the model&apos;s page. If the model is private, enter a hub token.</source>
        <translation>Compare el nombre con la página del modelo. Si el modelo es privado, introduzca un token del hub.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Conexión</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Contraste</translation>
    </message>
    <message>
        <source>Conversations are kept in a project, and rows belong to one.</source>
        <translation>Las conversaciones se guardan en un proyecto, y las filas pertenecen a uno.</translation>
    </message>
    <message>
        <source>Conversations in which a call of a tool stays without result: {count}</source>
        <translation>Conversaciones en las que una llamada a una herramienta se queda sin resultado: {count}</translation>
    </message>
    <message>
        <source>Conversations in which nobody asks: {count}</source>
        <translation>Conversaciones en las que nadie pregunta: {count}</translation>
    </message>
    <message>
        <source>Conversations in which question and answer do not take turns: {count}</source>
        <translation>Conversaciones en las que pregunta y respuesta no se alternan: {count}</translation>
    </message>
    <message>
        <source>Conversations of which nothing is learnt: {count}</source>
        <translation>Conversaciones de las que no se aprende nada: {count}</translation>
    </message>
    <message>
        <source>Conversations that call a tool they do not list: {count}</source>
        <translation>Conversaciones que llaman a una herramienta que no listan: {count}</translation>
    </message>
    <message>
        <source>Conversations that call a tool with something unreadable: {count}</source>
        <translation>Conversaciones que llaman a una herramienta con algo ilegible: {count}</translation>
    </message>
    <message>
        <source>Conversations that do not end with an answer: {count}</source>
        <translation>Conversaciones que no terminan con una respuesta: {count}</translation>
    </message>
    <message>
        <source>Conversations that give a tool an object where a text is due: {count}</source>
        <translation>Conversaciones que dan a una herramienta un objeto donde va un texto: {count}</translation>
    </message>
    <message>
        <source>Conversations that name their speakers differently: {count}</source>
        <translation>Conversaciones que nombran de otra forma a sus interlocutores: {count}</translation>
    </message>
    <message>
        <source>Conversations whose last answer is empty: {count}</source>
        <translation>Conversaciones cuya última respuesta está vacía: {count}</translation>
    </message>
    <message>
        <source>Conversations with a call of a tool that is not complete: {count}</source>
        <translation>Conversaciones con una llamada incompleta a una herramienta: {count}</translation>
    </message>
    <message>
        <source>Conversations with a speaker nobody knows: {count}</source>
        <translation>Conversaciones con un interlocutor que nadie conoce: {count}</translation>
    </message>
    <message>
        <source>Conversations with a system message in the middle: {count}</source>
        <translation>Conversaciones con un mensaje de sistema en medio: {count}</translation>
    </message>
    <message>
        <source>Conversations with an empty message in between: {count}</source>
        <translation>Conversaciones con un mensaje vacío en medio: {count}</translation>
    </message>
    <message>
        <source>Conversations with an empty system message: {count}</source>
        <translation>Conversaciones con un mensaje de sistema vacío: {count}</translation>
    </message>
    <message>
        <source>Conversations with the result of a tool nobody called: {count}</source>
        <translation>Conversaciones con el resultado de una herramienta a la que nadie llamó: {count}</translation>
    </message>
    <message>
        <source>Conversations with weights that are not 0 or 1: {count}</source>
        <translation>Conversaciones con pesos que no son 0 ni 1: {count}</translation>
    </message>
    <message>
        <source>Conversations without an answer: {count}</source>
        <translation>Conversaciones sin respuesta: {count}</translation>
    </message>
    <message>
        <source>Copy it once more from where it came, or pack the project again.</source>
        <translation>Cópielo otra vez desde donde vino, o empaquete de nuevo el proyecto.</translation>
    </message>
    <message>
        <source>Copy it to this computer&apos;s own disk and try again.</source>
        <translation>Cópielo al disco propio de este equipo e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Copy the address from the documentation of your provider. It often ends with /v1.</source>
        <translation>Copie la dirección de la documentación de su proveedor. A menudo termina en /v1.</translation>
    </message>
    <message>
        <source>Copy the folder “tunedesk” into LM Studio&apos;s folder of models (My Models shows where it is), or run this command here. Then load the model in LM Studio and, for the code, start its server. LM Studio was not at hand when this was made, so that step was not tried.</source>
        <translation>Copie la carpeta «tunedesk» en la carpeta de modelos de LM Studio (My Models muestra dónde está), o ejecute aquí este comando. Después cargue el modelo en LM Studio y, para el código, inicie su servidor. LM Studio no estaba a mano cuando se hizo esto, así que ese paso no se ha probado.</translation>
    </message>
    <message>
        <source>Copy the project to a folder of your own and open it there.</source>
        <translation>Copie el proyecto en una carpeta propia y ábralo allí.</translation>
    </message>
    <message>
        <source>Copy the questions and answers into a spreadsheet and choose that, or save single lines as plain text (.txt).</source>
        <translation>Copie las preguntas y respuestas en una hoja de cálculo y elíjala, o guarde líneas sueltas como texto sin formato (.txt).</translation>
    </message>
    <message>
        <source>Copy the whole key from the page of your provider and paste it again.</source>
        <translation>Copie la clave entera de la página de su proveedor y péguela de nuevo.</translation>
    </message>
    <message>
        <source>Correct the file, or say template and values on the command line.</source>
        <translation>Corrija el archivo, o indique plantilla y valores en la línea de comandos.</translation>
    </message>
    <message>
        <source>Correct the number, or the answers that are spelled in two ways.</source>
        <translation>Corrija el número, o las respuestas que están escritas de dos maneras.</translation>
    </message>
    <message>
        <source>Could not be had: {missing}. The report says what is home and what is not: {report}</source>
        <translation>No se pudo obtener: {missing}. El informe dice qué está en casa y qué no: {report}</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Cantidad</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Delete or rename the other one, then put this one back.</source>
        <translation>Elimine o renombre el otro y luego restaure este.</translation>
    </message>
    <message>
        <source>Delete the character in these rows, then export again.</source>
        <translation>Elimine el carácter en estas filas y exporte de nuevo.</translation>
    </message>
    <message>
        <source>Delete these files on the page of your provider, or ask whoever runs it.</source>
        <translation>Elimine estos archivos en la página de su proveedor, o pídaselo a quien lo administra.</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Divide the rows among several projects, or keep the most telling ones.</source>
        <translation>Reparta las filas entre varios proyectos, o quédese con las más reveladoras.</translation>
    </message>
    <message>
        <source>Do not use it. Ask whoever gave it to you where it is from.</source>
        <translation>No lo use. Pregunte a quien se lo dio de dónde viene.</translation>
    </message>
    <message>
        <source>Done: {act} (rows changed: {count}).</source>
        <translation>Hecho: {act} (filas cambiadas: {count}).</translation>
    </message>
    <message>
        <source>Each of the two answers has to be a single message at most providers.</source>
        <translation>En la mayoría de los proveedores, cada una de las dos respuestas tiene que ser un único mensaje.</translation>
    </message>
    <message>
        <source>Each prompt is asked once, so it cannot be seen how much the answers vary.</source>
        <translation>Cada prompt se pregunta una sola vez, así que no se puede ver cuánto varían las respuestas.</translation>
    </message>
    <message>
        <source>Each result has to name the call it belongs to. A provider refuses the file otherwise.</source>
        <translation>Cada resultado tiene que nombrar la llamada a la que pertenece. Si no, el proveedor rechaza el archivo.</translation>
    </message>
    <message>
        <source>Each row&apos;s text is first turned into numbers (an embedding) by a model.</source>
        <translation>Un modelo convierte primero el texto de cada fila en números (un embedding).</translation>
    </message>
    <message>
        <source>Each tool needs the type “function” and a name. A provider refuses the file otherwise.</source>
        <translation>Cada herramienta necesita el tipo «function» y un nombre. Si no, el proveedor rechaza el archivo.</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>Embedding</translation>
    </message>
    <message>
        <source>Empty the bin, free some room under Models, Storage, or choose another disk.</source>
        <translation>Vacíe la papelera, libere espacio en Modelos, Almacenamiento, o elija otro disco.</translation>
    </message>
    <message>
        <source>Empty the bin, or remove a model you do not need any more. What has come is kept, and you can go on.</source>
        <translation>Vacíe la papelera, o quite un modelo que ya no necesite. Lo que ha llegado se conserva, y puede continuar.</translation>
    </message>
    <message>
        <source>End mark (stop sequence)</source>
        <translation>Marca final (secuencia de parada)</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Enter the key once more under Preferences, Providers.</source>
        <translation>Introduzca la clave otra vez en Preferencias, Proveedores.</translation>
    </message>
    <message>
        <source>Enter the key under Preferences, Providers.</source>
        <translation>Introduzca la clave en Preferencias, Proveedores.</translation>
    </message>
    <message>
        <source>Español</source>
        <translation>Español</translation>
    </message>
    <message>
        <source>Every answer begins with “{shown}”.</source>
        <translation>Todas las respuestas empiezan con «{shown}».</translation>
    </message>
    <message>
        <source>Every answer ends with a long text: “{mark}”</source>
        <translation>Todas las respuestas terminan con un texto largo: «{mark}»</translation>
    </message>
    <message>
        <source>Every answer ends with “{mark}”.</source>
        <translation>Todas las respuestas terminan con «{mark}».</translation>
    </message>
    <message>
        <source>Every question begins with “{shown}”.</source>
        <translation>Todas las preguntas empiezan con «{shown}».</translation>
    </message>
    <message>
        <source>Every question ends with a long text: “{mark}”</source>
        <translation>Todas las preguntas terminan con un texto largo: «{mark}»</translation>
    </message>
    <message>
        <source>Every question ends with “{mark}”.</source>
        <translation>Todas las preguntas terminan con «{mark}».</translation>
    </message>
    <message>
        <source>Everything that came before it is safe there.</source>
        <translation>Todo lo que llegó antes está allí a salvo.</translation>
    </message>
    <message>
        <source>Everything that was chosen is home.</source>
        <translation>Todo lo que se eligió está en casa.</translation>
    </message>
    <message>
        <source>Examples out</source>
        <translation>Ejemplos de salida</translation>
    </message>
    <message>
        <source>Examples that were taken out: {count}</source>
        <translation>Ejemplos que se quitaron: {count}</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Respuesta esperada</translation>
    </message>
    <message>
        <source>Export the parts that hold one kind each, or bring all rows into one kind.</source>
        <translation>Exporte las partes que contienen un solo tipo cada una, o pase todas las filas a un mismo tipo.</translation>
    </message>
    <message>
        <source>Fetch it or train it again.</source>
        <translation>Tráigalo o entrénelo de nuevo.</translation>
    </message>
    <message>
        <source>Fetch the base model again if it is missing, then try once more.</source>
        <translation>Traiga de nuevo el modelo base si falta, y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Few different answers come back again and again (classification). Keep some rows of each class aside, so that you can count how often the model is right.</source>
        <translation>Unas pocas respuestas distintas se repiten una y otra vez (clasificación). Aparte algunas filas de cada clase, para poder contar cuántas veces acierta el modelo.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>File with the training rows (SHA-256)</source>
        <translation>Archivo con las filas de entrenamiento (SHA-256)</translation>
    </message>
    <message>
        <source>File with the validation rows (SHA-256)</source>
        <translation>Archivo con las filas de validación (SHA-256)</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Hallazgo</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>Ajuste fino (fine-tuning)</translation>
    </message>
    <message>
        <source>Fingerprint of all rows (SHA-256)</source>
        <translation>Huella de todas las filas (SHA-256)</translation>
    </message>
    <message>
        <source>Finish the test first, or let the judge mark each answer by itself.</source>
        <translation>Termine antes la prueba, o deje que el juez puntúe cada respuesta por separado.</translation>
    </message>
    <message>
        <source>First gather more examples, then train (fine-tuning).</source>
        <translation>Primero reunir más ejemplos, después entrenar (ajuste fino).</translation>
    </message>
    <message>
        <source>For example http://proxy.school.example:8080; empty for the one your system uses.</source>
        <translation>Por ejemplo http://proxy.school.example:8080; vacío para el que usa su sistema.</translation>
    </message>
    <message>
        <source>For your IT department: an address that begins with https:// and gives version, date, page and notes as JSON.</source>
        <translation>Para su departamento de informática: una dirección que empieza por https:// y da versión, fecha, página y novedades como JSON.</translation>
    </message>
    <message>
        <source>Forget what was read by this model, and read the rows again.</source>
        <translation>Olvide lo que leyó este modelo y lea las filas de nuevo.</translation>
    </message>
    <message>
        <source>Free some space in {folder}, or choose a folder on another disk.</source>
        <translation>Libere espacio en {folder}, o elija una carpeta en otro disco.</translation>
    </message>
    <message>
        <source>Free some space in {folder}, then make the change again.</source>
        <translation>Libere espacio en {folder} y haga el cambio de nuevo.</translation>
    </message>
    <message>
        <source>Free some space in {folder}, then try again. About as much as the file has is needed.</source>
        <translation>Libere espacio en {folder} e inténtelo de nuevo. Se necesita más o menos tanto como ocupa el archivo.</translation>
    </message>
    <message>
        <source>Free some space on that disk, then try again.</source>
        <translation>Libere espacio en ese disco e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Free some space on the disk that holds {folder}. TuneDesk tries again by itself.</source>
        <translation>Libere espacio en el disco que contiene {folder}. TuneDesk lo intentará de nuevo por sí solo.</translation>
    </message>
    <message>
        <source>Free some space on the disk, or check that you may write to that folder.</source>
        <translation>Libere espacio en el disco, o compruebe que puede escribir en esa carpeta.</translation>
    </message>
    <message>
        <source>Free some space on the disk, then try again.</source>
        <translation>Libere espacio en el disco e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation>Libere espacio y empiece otra vez.</translation>
    </message>
    <message>
        <source>From 50 to 100 good rows a model takes on tone and form. Each time you double the rows the answers improve by about the same step.</source>
        <translation>Con 50 a 100 filas buenas, un modelo adopta tono y forma. Cada vez que duplica las filas, las respuestas mejoran más o menos en el mismo paso.</translation>
    </message>
    <message>
        <source>From a single row a class cannot be learnt, and nothing is left to measure it with. Add rows, or take the class out.</source>
        <translation>De una sola fila no se puede aprender una clase, y no queda nada con que medirla. Añada filas, o quite la clase.</translation>
    </message>
    <message>
        <source>From fewer than ten examples a model learns next to nothing; from 50 on one can see what it learned. A model can write drafts of more rows, which you read before they count.</source>
        <translation>Con menos de diez ejemplos un modelo no aprende casi nada; a partir de 50 se ve qué ha aprendido. Un modelo puede escribir borradores de más filas, que usted lee antes de que cuenten.</translation>
    </message>
    <message>
        <source>Get the file again, or open it in its own program and save it as CSV.</source>
        <translation>Consiga el archivo de nuevo, o ábralo en su propio programa y guárdelo como CSV.</translation>
    </message>
    <message>
        <source>Get the file anew from where it came from, or open it in its own program and save it as CSV.</source>
        <translation>Consiga el archivo otra vez de donde vino, o ábralo en su propio programa y guárdelo como CSV.</translation>
    </message>
    <message>
        <source>Give each group in curly brackets an “id” (or a “name”), and no two the same.</source>
        <translation>Dé a cada grupo entre llaves un «id» (o un «name»), y que no haya dos iguales.</translation>
    </message>
    <message>
        <source>Go back to the first page, look at the file anew, then go on.</source>
        <translation>Vuelva a la primera página, mire el archivo de nuevo y continúe.</translation>
    </message>
    <message>
        <source>Go on later, or look at the provider&apos;s own page for what holds it up.</source>
        <translation>Continúe más tarde, o mire en la página del proveedor qué lo retiene.</translation>
    </message>
    <message>
        <source>Go to the other window, or close it first.</source>
        <translation>Vaya a la otra ventana, o ciérrela antes.</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Conviene saberlo</translation>
    </message>
    <message>
        <source>Good: this end mark tells the model where to stop. Give it as stop sequence when you ask the trained model.</source>
        <translation>Bien: esta marca de final le dice al modelo dónde parar. Indíquela como secuencia de parada cuando pregunte al modelo entrenado.</translation>
    </message>
    <message>
        <source>Good: this separator tells the model that its answer begins. End your questions to the trained model in the same way.</source>
        <translation>Bien: este separador le dice al modelo que empieza su respuesta. Termine de la misma manera sus preguntas al modelo entrenado.</translation>
    </message>
    <message>
        <source>Graded by {model}: {said}</source>
        <translation>Evaluado por {model}: {said}</translation>
    </message>
    <message>
        <source>Half-sent files are kept for an hour only.</source>
        <translation>Los archivos enviados a medias se guardan solo una hora.</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>Apartadas</translation>
    </message>
    <message>
        <source>How far the model’s guesses are from the right answers. Lower is better.</source>
        <translation>A qué distancia de las respuestas correctas está lo que el modelo adivina. Menos es mejor.</translation>
    </message>
    <message>
        <source>How freely a model chooses its words: at 0 it always takes the likeliest one.</source>
        <translation>Con qué libertad elige un modelo sus palabras: con 0 toma siempre la más probable.</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>Su calidad</translation>
    </message>
    <message>
        <source>How good it is on rows it has not seen is not known from enough rows.</source>
        <translation>No se ha probado con suficientes filas nuevas para él como para saber lo bueno que es.</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>Cómo terminó</translation>
    </message>
    <message>
        <source>How it was made</source>
        <translation>Cómo se hizo</translation>
    </message>
    <message>
        <source>How many rows the model looks at before it changes itself a little.</source>
        <translation>Cuántas filas mira el modelo antes de cambiarse un poco a sí mismo.</translation>
    </message>
    <message>
        <source>How much the model changes with each step. Too slow and it learns nothing, too fast and it forgets what it could do.</source>
        <translation>Cuánto cambia el modelo en cada paso. Demasiado despacio, y no aprende nada; demasiado deprisa, y olvida lo que sabía.</translation>
    </message>
    <message>
        <source>How to use it</source>
        <translation>Cómo se usa</translation>
    </message>
    <message>
        <source>If the file is open in another program, close it there. Otherwise choose a folder you may write to.</source>
        <translation>Si el archivo está abierto en otro programa, ciérrelo allí. Si no, elija una carpeta en la que pueda escribir.</translation>
    </message>
    <message>
        <source>In Token Factory open “API keys”, choose “Create API key” and give it a name. Copy it at once: it is shown only this one time.</source>
        <translation>En Token Factory abra «API keys», elija «Create API key» y póngale un nombre. Cópiela enseguida: solo se muestra esta vez.</translation>
    </message>
    <message>
        <source>In Token Factory open “Billing”.</source>
        <translation>En Token Factory abra «Billing».</translation>
    </message>
    <message>
        <source>In the Azure portal open your resource, then “Keys and Endpoint”, and copy one of the two keys. The name of the resource is the first word of its address.</source>
        <translation>En el portal de Azure abra su recurso, después «Keys and Endpoint», y copie una de las dos claves. El nombre del recurso es la primera palabra de su dirección.</translation>
    </message>
    <message>
        <source>In the Azure portal open “Cost Management”, then “Cost analysis”.</source>
        <translation>En el portal de Azure abra «Cost Management» y después «Cost analysis».</translation>
    </message>
    <message>
        <source>In the Foundry portal make a cost control for your resource (still a preview): it can send a notice or stop requests. A deployed model costs by the hour as well; delete the deployment when you no longer ask it.</source>
        <translation>En el portal de Foundry cree un control de costes para su recurso (aún en versión preliminar): puede enviar un aviso o detener las solicitudes. Un modelo desplegado también cuesta por hora; elimine el despliegue cuando ya no le pregunte.</translation>
    </message>
    <message>
        <source>In the console open the billing of your organisation.</source>
        <translation>En la consola abra la facturación de su organización.</translation>
    </message>
    <message>
        <source>In the console open “Manage Organization”, then “Security” and “Inference API keys”, and create a key. Copy it before you leave the page.</source>
        <translation>En la consola abra «Manage Organization», después «Security» e «Inference API keys», y cree una clave. Cópiela antes de salir de la página.</translation>
    </message>
    <message>
        <source>In the list of “{name}” these stand more than once and are asked about as often: {values}.</source>
        <translation>En la lista de «{name}», estos valores están más de una vez y se preguntan con la misma frecuencia: {values}.</translation>
    </message>
    <message>
        <source>Install TuneDesk again. Your projects stay as they are.</source>
        <translation>Instale TuneDesk de nuevo. Sus proyectos se quedan como están.</translation>
    </message>
    <message>
        <source>Install TuneDesk with the extra “parquet” (the package pyarrow), or save the table as CSV.</source>
        <translation>Instale TuneDesk con el extra «parquet» (el paquete pyarrow), o guarde la tabla como CSV.</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>It begins to learn the rows by heart: the validation loss is {valid}, the training loss {train}. So it gets better on what it has seen than on what is new.</source>
        <translation>Empieza a aprenderse las filas de memoria: la pérdida de validación es {valid} y la de entrenamiento, {train}. Es decir, mejora más con lo que ha visto que con lo nuevo.</translation>
    </message>
    <message>
        <source>It broke off before they were sent as a whole, so the old ones cannot be sent any more.</source>
        <translation>Se interrumpió antes de enviarlas todas, así que las anteriores ya no se pueden enviar.</translation>
    </message>
    <message>
        <source>It can only be read as what it is. Nothing was imported.</source>
        <translation>Solo se puede leer como lo que es. No se importó nada.</translation>
    </message>
    <message>
        <source>It cannot be read as a table, whatever its name ends in. Nothing was imported.</source>
        <translation>No se puede leer como tabla, termine como termine su nombre. No se importó nada.</translation>
    </message>
    <message>
        <source>It could not be read, so nothing of it was unpacked.</source>
        <translation>No se pudo leer, así que no se desempaquetó nada.</translation>
    </message>
    <message>
        <source>It did not settle: the loss went up and down in waves instead of falling.</source>
        <translation>No se estabilizó: la pérdida subió y bajó en oleadas en lugar de descender.</translation>
    </message>
    <message>
        <source>It does not settle: the loss goes up and down in waves instead of falling.</source>
        <translation>No se estabiliza: la pérdida sube y baja en oleadas en lugar de descender.</translation>
    </message>
    <message>
        <source>It gets worse by training: the training loss rose from {low} to {last}.</source>
        <translation>Empeora con el entrenamiento: la pérdida de entrenamiento subió de {low} a {last}.</translation>
    </message>
    <message>
        <source>It got worse by training: the training loss rose from {low} to {last}.</source>
        <translation>Empeoró con el entrenamiento: la pérdida de entrenamiento subió de {low} a {last}.</translation>
    </message>
    <message>
        <source>It has learned from {rows} rows alone; what is unlike them it may get wrong.</source>
        <translation>Ha aprendido solo de {rows} filas; en lo que no se les parezca puede equivocarse.</translation>
    </message>
    <message>
        <source>It has to be a JSON object with “template” and “values”. Nothing was asked.</source>
        <translation>Tiene que ser un objeto JSON con «template» y «values». No se preguntó nada.</translation>
    </message>
    <message>
        <source>It has to be one character, and neither a quotation mark nor a line break. “{name}” was not read.</source>
        <translation>Tiene que ser un solo carácter, y ni unas comillas ni un salto de línea. «{name}» no se leyó.</translation>
    </message>
    <message>
        <source>It is made once only; nothing was done a second time.</source>
        <translation>Se hace una sola vez; nada se hizo por segunda vez.</translation>
    </message>
    <message>
        <source>It is not TuneDesk&apos;s to remove, so nothing was changed.</source>
        <translation>No le corresponde a TuneDesk quitarlo, así que no se cambió nada.</translation>
    </message>
    <message>
        <source>It is not known whether the request was carried out.</source>
        <translation>No se sabe si la solicitud se llevó a cabo.</translation>
    </message>
    <message>
        <source>It is not saved yet; the row still has the calls it had before.</source>
        <translation>Todavía no está guardado; la fila sigue teniendo las llamadas de antes.</translation>
    </message>
    <message>
        <source>It is probably waiting for you in a window of its own. Nothing was kept so far.</source>
        <translation>Probablemente le espera en una ventana propia. Por ahora no se guardó nada.</translation>
    </message>
    <message>
        <source>It is the better one.</source>
        <translation>Es el mejor de los dos.</translation>
    </message>
    <message>
        <source>It is too early to say how it goes.</source>
        <translation>Es demasiado pronto para decir cómo va.</translation>
    </message>
    <message>
        <source>It learned its rows, but nothing that helps with others: the validation loss went from {first} to {last}.</source>
        <translation>Aprendió sus filas, pero nada que ayude con otras: la pérdida de validación pasó de {first} a {last}.</translation>
    </message>
    <message>
        <source>It learned the rows by heart in part: the validation loss is {valid}, the training loss {train}. So it is better on what it has seen than on what is new.</source>
        <translation>Se aprendió en parte las filas de memoria: la pérdida de validación es {valid} y la de entrenamiento, {train}. Es decir, es mejor con lo que ha visto que con lo nuevo.</translation>
    </message>
    <message>
        <source>It learned well: the validation loss fell from {first} to {last}.</source>
        <translation>Aprendió bien: la pérdida de validación bajó de {first} a {last}.</translation>
    </message>
    <message>
        <source>It learned, and a little by heart: the validation loss is {valid}, the training loss {train}. That is usual.</source>
        <translation>Aprendió, y un poco de memoria: la pérdida de validación es {valid} y la de entrenamiento, {train}. Es lo habitual.</translation>
    </message>
    <message>
        <source>It learns, and a little by heart: the validation loss is {valid}, the training loss {train}. That is usual.</source>
        <translation>Aprende, y un poco de memoria: la pérdida de validación es {valid} y la de entrenamiento, {train}. Es lo habitual.</translation>
    </message>
    <message>
        <source>It may have been cut off while it was copied or downloaded. Nothing was imported.</source>
        <translation>Puede que se cortara al copiarlo o descargarlo. No se importó nada.</translation>
    </message>
    <message>
        <source>It may have been deleted, or its base model was. Nothing of the export was kept.</source>
        <translation>Puede que se eliminara, o que se eliminara su modelo base. De la exportación no se conservó nada.</translation>
    </message>
    <message>
        <source>It may have begun. TuneDesk has looked for it and will not ask for a second one by itself.</source>
        <translation>Puede que haya empezado. TuneDesk lo ha buscado y no pedirá otro por su cuenta.</translation>
    </message>
    <message>
        <source>It may hold things that this one does not understand, so nothing of it was unpacked.</source>
        <translation>Puede contener cosas que esta versión no entiende, así que no se desempaquetó nada.</translation>
    </message>
    <message>
        <source>It may say things that are not true. Look at its answers before others rely on them.</source>
        <translation>Puede decir cosas que no son ciertas. Revise sus respuestas antes de que otros confíen en ellas.</translation>
    </message>
    <message>
        <source>It needs about {wanted} MB, and {free} MB are free. Nothing was written.</source>
        <translation>Necesita unos {wanted} MB y hay {free} MB libres. No se escribió nada.</translation>
    </message>
    <message>
        <source>It needs the library openTSNE, which this installation of TuneDesk does not have.</source>
        <translation>Necesita la biblioteca openTSNE, que esta instalación de TuneDesk no tiene.</translation>
    </message>
    <message>
        <source>It remembers an earlier training, so nothing was changed and nothing was started.</source>
        <translation>Recuerda un entrenamiento anterior, así que no se cambió ni se inició nada.</translation>
    </message>
    <message>
        <source>It should have as many cells as there are columns, {expected}; it has {found}.</source>
        <translation>Debería tener tantas celdas como columnas hay, {expected}; tiene {found}.</translation>
    </message>
    <message>
        <source>It was deleted there, or the key belongs to another account. What was heard of it before is kept here.</source>
        <translation>Se eliminó allí, o la clave pertenece a otra cuenta. Lo que se supo de él antes se conserva aquí.</translation>
    </message>
    <message>
        <source>It was deleted, or it lives on another computer.</source>
        <translation>Se eliminó, o está en otro equipo.</translation>
    </message>
    <message>
        <source>It was moved or deleted, or it may not be read. Nothing was added.</source>
        <translation>Se movió o se eliminó, o no se permite leerlo. No se añadió nada.</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted while it was open, so the last change was not saved.</source>
        <translation>Se movió, se renombró o se eliminó mientras estaba abierto, así que el último cambio no se guardó.</translation>
    </message>
    <message>
        <source>It was not said which model shall be trained at {provider}.</source>
        <translation>No se indicó qué modelo debe entrenarse en {provider}.</translation>
    </message>
    <message>
        <source>It was not tested yet, and nobody has voted on its answers.</source>
        <translation>Todavía no se ha probado, y nadie ha votado sobre sus respuestas.</translation>
    </message>
    <message>
        <source>It was not touched.</source>
        <translation>No se tocó.</translation>
    </message>
    <message>
        <source>It was not touched. If it is a table of yours, it can be imported.</source>
        <translation>No se tocó. Si es una tabla suya, se puede importar.</translation>
    </message>
    <message>
        <source>It was probably moved, renamed or deleted, or its disk is not connected.</source>
        <translation>Probablemente se movió, se renombró o se eliminó, o su disco no está conectado.</translation>
    </message>
    <message>
        <source>It was probably moved, renamed or deleted. Nothing was imported.</source>
        <translation>Probablemente se movió, se renombró o se eliminó. No se importó nada.</translation>
    </message>
    <message>
        <source>It was removed meanwhile, or the test it was about. Nothing else is missing.</source>
        <translation>Se quitó mientras tanto, o se quitó la prueba de la que trataba. No falta nada más.</translation>
    </message>
    <message>
        <source>It was removed meanwhile. Nothing else is missing.</source>
        <translation>Se quitó mientras tanto. No falta nada más.</translation>
    </message>
    <message>
        <source>It was removed meanwhile. Rows that were made from it are still in the table.</source>
        <translation>Se quitó mientras tanto. Las filas que se hicieron con él siguen en la tabla.</translation>
    </message>
    <message>
        <source>It was renamed or deleted, or the sheet belongs to another workbook. Its sheets are: {sheets}.</source>
        <translation>Se renombró o se eliminó, o la hoja pertenece a otro libro. Sus hojas son: {sheets}.</translation>
    </message>
    <message>
        <source>It was withdrawn, has run out, or was not copied whole. Nothing was fetched.</source>
        <translation>Se retiró, caducó o no se copió entero. No se trajo nada.</translation>
    </message>
    <message>
        <source>It would come back changed, so nothing was written.</source>
        <translation>Volvería cambiada, así que no se escribió nada.</translation>
    </message>
    <message>
        <source>It would refuse the file, so nothing was written.</source>
        <translation>Rechazaría el archivo, así que no se escribió nada.</translation>
    </message>
    <message>
        <source>TuneDesk goes on with the prices it had.</source>
        <translation>TuneDesk sigue con los precios que tenía.</translation>
    </message>
    <message>
        <source>When long work ends</source>
        <translation>Al terminar un trabajo largo</translation>
    </message>
    <message>
        <source>Your own list of prices and dates does not hold until this is mended and read again: when you look at the prices in the preferences, or at the next start of TuneDesk; the ones it came with do. Your data is not touched.</source>
        <translation>Su propia lista de precios y fechas no vale hasta que esto se corrija y se lea de nuevo: cuando mire los precios en las preferencias o en el próximo inicio de TuneDesk; vale la que trae el programa. Sus datos no se tocan.</translation>
    </message>
    <message>
        <source>Your own list of prices could not be written in {folder}.</source>
        <translation>No se pudo escribir su propia lista de precios en {folder}.</translation>
    </message>
    <message>
        <source>If you know where it comes from, save its table as CSV and choose that file.</source>
        <translation>Si sabe de dónde viene, guarde su tabla como CSV y elija ese archivo.</translation>
    </message>
    <message>
        <source>80 quiz questions. The model learns a manner: Marv sighs. Facts it does not know, it makes up.</source>
        <translation>80 preguntas de concurso. El modelo aprende una manera de responder: Marv suspira. Lo que no sabe se lo inventa.</translation>
    </message>
    <message>
        <source>Another file lies in the place of “{name}” in {folder}.</source>
        <translation>En el lugar de «{name}», en {folder}, hay otro archivo.</translation>
    </message>
    <message>
        <source>Ask the old models, and let {provider} charge for it?</source>
        <translation>¿Preguntar a los modelos antiguos y dejar que {provider} lo cobre?</translation>
    </message>
    <message>
        <source>Classes in the training rows: {count}, not {said}.</source>
        <translation>Clases en las filas de entrenamiento: {count}, no {said}.</translation>
    </message>
    <message>
        <source>Classes that begin alike, such as “{one}” and “{other}” (rows: {count})</source>
        <translation>Clases que empiezan igual, como «{one}» y «{other}» (filas: {count})</translation>
    </message>
    <message>
        <source>Copy the key once more from the page of your provider and enter it under Preferences, Providers. With the engine of this computer, close other TuneDesk windows and start again.</source>
        <translation>Copie otra vez la clave de la página de su proveedor e introdúzcala en Preferencias, Proveedores. Si se trata del motor de este equipo, cierre las demás ventanas de TuneDesk y empiece de nuevo.</translation>
    </message>
    <message>
        <source>Enter one that begins with http:// or https:// under Preferences, Network, or ask your administrator for it.</source>
        <translation>Introduzca en Preferencias, Red uno que empiece por http:// o https://, o pídaselo a quien administra su equipo.</translation>
    </message>
    <message>
        <source>For this kind of task (conditional generation) a lower learning rate and only 1 or 2 passes over the data (epochs) are a good start; more of both, and the model repeats its examples word by word.</source>
        <translation>Para este tipo de tarea (generación condicional), una tasa de aprendizaje más baja y solo 1 o 2 pasadas por los datos (épocas) son un buen comienzo; con más de ambas, el modelo repite sus ejemplos palabra por palabra.</translation>
    </message>
    <message>
        <source>Home: {name} (rows: {rows})</source>
        <translation>En casa: {name} (filas: {rows})</translation>
    </message>
    <message>
        <source>It began to learn by heart: the validation loss was lowest with {best} (step {step}) and rose to {last}.</source>
        <translation>Empezó a aprender de memoria: la pérdida de validación llegó a su mínimo con {best} (paso {step}) y subió hasta {last}.</translation>
    </message>
    <message>
        <source>It does not answer, wants a name and a password, or forbids this place. Nothing was sent.</source>
        <translation>No responde, pide un nombre y una contraseña o prohíbe este lugar. No se envió nada.</translation>
    </message>
    <message>
        <source>It says to hold many times more than a file of its size can hold, so it was not read.</source>
        <translation>Dice contener muchas veces más de lo que cabe en un archivo de su tamaño, así que no se leyó.</translation>
    </message>
    <message>
        <source>It starts to learn by heart: the validation loss was lowest with {best} (step {step}) and is now {last}.</source>
        <translation>Empieza a aprender de memoria: la pérdida de validación llegó a su mínimo con {best} (paso {step}) y ahora es {last}.</translation>
    </message>
    <message>
        <source>It was damaged on the way, or somebody changed it. Nothing of it is used, and nothing was changed.</source>
        <translation>Se dañó por el camino, o alguien lo cambió. No se usa nada de él, y no se cambió nada.</translation>
    </message>
    <message>
        <source>It was put there while the project was open, perhaps by a program that copies folders between computers, so the last change was not saved.</source>
        <translation>Alguien lo puso allí mientras el proyecto estaba abierto, quizá un programa que copia carpetas entre equipos, así que el último cambio no se guardó.</translation>
    </message>
    <message>
        <source>Its certificate is not from anybody this computer trusts, or does not hold on the day that this computer believes it is, so nothing was sent. A company network often stands in between.</source>
        <translation>Su certificado no es de nadie en quien confíe este equipo, o no vale en el día que este equipo cree que es, así que no se envió nada. A menudo hay una red de empresa en medio.</translation>
    </message>
    <message>
        <source>Its checksum was not the one its server names, so that file was thrown away; the others are kept.</source>
        <translation>Su suma de comprobación no era la que indica su servidor, así que ese archivo se descartó; los demás se conservan.</translation>
    </message>
    <message>
        <source>Its makers want one to agree to their licence first, and some look at each request themselves.</source>
        <translation>Sus autores piden aceptar antes su licencia, y algunos revisan cada solicitud personalmente.</translation>
    </message>
    <message>
        <source>Its packages cannot be changed meanwhile. Nothing was changed.</source>
        <translation>Sus paquetes no se pueden cambiar entretanto. No se cambió nada.</translation>
    </message>
    <message>
        <source>Its rows are few ({rows}). Add more: from 50 to 100 good ones on, one usually sees it in the answers.</source>
        <translation>Tiene pocas filas ({rows}). Añada más: a partir de unas 50 a 100 buenas suele notarse en las respuestas.</translation>
    </message>
    <message>
        <source>Its rows are in it already, so nothing was imported.</source>
        <translation>Sus filas ya están en él, así que no se importó nada.</translation>
    </message>
    <message>
        <source>Its text cannot be told apart into rows, so nothing was imported.</source>
        <translation>Su texto no se puede separar en filas, así que no se importó nada.</translation>
    </message>
    <message>
        <source>JSON rows are names with values between braces. Nothing was imported.</source>
        <translation>Las filas en JSON son nombres con valores entre llaves. No se importó nada.</translation>
    </message>
    <message>
        <source>Keep an eye on the validation loss: as long as it does not rise, all is well.</source>
        <translation>Vigile la pérdida de validación: mientras no suba, todo va bien.</translation>
    </message>
    <message>
        <source>Keep asking in words: nothing needs to be trained.</source>
        <translation>Seguir preguntando con palabras: no hay que entrenar nada.</translation>
    </message>
    <message>
        <source>Key for {provider} (it is not shown):</source>
        <translation>Clave para {provider} (no se muestra):</translation>
    </message>
    <message>
        <source>Known speakers (roles) are system, user, assistant and tool. A provider refuses the whole file for any other.</source>
        <translation>Los interlocutores conocidos (roles) son system, user, assistant y tool. Con cualquier otro, el proveedor rechaza el archivo entero.</translation>
    </message>
    <message>
        <source>Label (class)</source>
        <translation>Clase (etiqueta)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Learning by heart (overfitting)</source>
        <translation>Aprender de memoria (sobreajuste)</translation>
    </message>
    <message>
        <source>Learning from pairs (DPO) is for text alone at most providers.</source>
        <translation>En la mayoría de los proveedores, el aprendizaje por pares (DPO) es solo para texto.</translation>
    </message>
    <message>
        <source>Learning from pairs (DPO) is meant for one question and its two answers; some providers refuse more.</source>
        <translation>El aprendizaje por pares (DPO) está pensado para una pregunta y sus dos respuestas; algunos proveedores rechazan más.</translation>
    </message>
    <message>
        <source>Learning well: the validation loss fell from {first} to {last}.</source>
        <translation>Aprende bien: la pérdida de validación bajó de {first} a {last}.</translation>
    </message>
    <message>
        <source>Leave out the class that is looked for (the positive class); all of them are measured then.</source>
        <translation>No indique la clase buscada (la clase positiva); entonces se miden todas.</translation>
    </message>
    <message>
        <source>Left out, because they are not known there: {keys}.</source>
        <translation>Se dejan fuera, porque allí no se conocen: {keys}.</translation>
    </message>
    <message>
        <source>Let TuneDesk find out what kind of file it is.</source>
        <translation>Deje que TuneDesk averigüe qué tipo de archivo es.</translation>
    </message>
    <message>
        <source>Let a model judge the answers again.</source>
        <translation>Haga que un modelo juzgue las respuestas de nuevo.</translation>
    </message>
    <message>
        <source>Let the name end with .csv, .parquet or .npz.</source>
        <translation>El nombre debe terminar en .csv, .parquet o .npz.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Line of the file</source>
        <translation>Línea del archivo</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Long answers take their time; ten minutes are right for most.</source>
        <translation>Las respuestas largas necesitan su tiempo; diez minutos son adecuados para la mayoría.</translation>
    </message>
    <message>
        <source>Longest wait for a reply, in seconds</source>
        <translation>Espera máxima de una respuesta, en segundos</translation>
    </message>
    <message>
        <source>Look after brackets and backslashes, or switch the pattern off to search for the text as it stands.</source>
        <translation>Revise los paréntesis y las barras invertidas, o desactive el patrón para buscar el texto tal cual.</translation>
    </message>
    <message>
        <source>Look after quotes, commas and brackets there, or press Esc to take your typing back.</source>
        <translation>Revise ahí las comillas, las comas y las llaves, o pulse Esc para deshacer lo que ha escrito.</translation>
    </message>
    <message>
        <source>Look again when the training has begun, or at its end.</source>
        <translation>Vuelva a mirar cuando el entrenamiento haya empezado, o cuando termine.</translation>
    </message>
    <message>
        <source>Look at its address under Preferences, Network. A name and a password stand in it like this: http://name:password@proxy.school.example:8080.</source>
        <translation>Revise su dirección en Preferencias, Red. El nombre y la contraseña van así: http://nombre:clave@proxy.escuela.example:8080.</translation>
    </message>
    <message>
        <source>Look at the details, then start again.</source>
        <translation>Mire los detalles y empiece otra vez.</translation>
    </message>
    <message>
        <source>Look at the details: often a library of the system is missing. Then start again.</source>
        <translation>Mire los detalles: a menudo falta una biblioteca del sistema. Después empiece otra vez.</translation>
    </message>
    <message>
        <source>Look at the last picture and at the details, then run the tour again.</source>
        <translation>Mire la última imagen y los detalles, y repita el recorrido.</translation>
    </message>
    <message>
        <source>Look at the list of jobs before you try again.</source>
        <translation>Mire la lista de tareas antes de intentarlo de nuevo.</translation>
    </message>
    <message>
        <source>Look at the list of models and jobs anew; the details say what was meant.</source>
        <translation>Mire de nuevo la lista de modelos y tareas; los detalles dicen qué se buscaba.</translation>
    </message>
    <message>
        <source>Look at the list of trainings; if it is not there, plan it again.</source>
        <translation>Mire la lista de entrenamientos; si no está ahí, planifíquelo de nuevo.</translation>
    </message>
    <message>
        <source>Look at the provider&apos;s page whether your account and its key have the right to this, or choose another model.</source>
        <translation>Mire en la página del proveedor si su cuenta y su clave tienen derecho a esto, o elija otro modelo.</translation>
    </message>
    <message>
        <source>Look at the reason below; if it does not help you, install TuneDesk&apos;s training part again.</source>
        <translation>Lea el motivo de abajo; si no le ayuda, instale de nuevo la parte de entrenamiento de TuneDesk.</translation>
    </message>
    <message>
        <source>Look at the row as it stands now, and make the change again if it is still wanted.</source>
        <translation>Mire la fila tal como está ahora, y haga el cambio de nuevo si aún lo quiere.</translation>
    </message>
    <message>
        <source>Look at the rows, and ask the base model first: perhaps it needs no training.</source>
        <translation>Mire las filas y pregunte antes al modelo base: quizá no necesite entrenamiento.</translation>
    </message>
    <message>
        <source>Look at the rows, and deal them out anew, so that both parts hold the same kinds.</source>
        <translation>Mire las filas y repártalas de nuevo, para que ambas partes contengan los mismos tipos.</translation>
    </message>
    <message>
        <source>Look at the rows: the answers may be empty, or the prompts so long that the answers are cut off.</source>
        <translation>Mire las filas: puede que las respuestas estén vacías, o que los prompts sean tan largos que las respuestas se corten.</translation>
    </message>
    <message>
        <source>Look for a newer TuneDesk</source>
        <translation>Buscar un TuneDesk más nuevo</translation>
    </message>
    <message>
        <source>Look the facts up, then let a model word the answer (embeddings).</source>
        <translation>Consultar los datos y dejar que un modelo redacte la respuesta (embeddings).</translation>
    </message>
    <message>
        <source>Look up the address in the documentation of your provider and enter it under Preferences, Providers.</source>
        <translation>Busque la dirección en la documentación de su proveedor y escríbala en Preferencias, Proveedores.</translation>
    </message>
    <message>
        <source>Look whether date and time of this computer are right. If they are, ask your administrator for the certificate and choose it under Preferences, Network.</source>
        <translation>Mire si la fecha y la hora de este equipo son correctas. Si lo son, pida el certificado a su administrador y elíjalo en Preferencias, Red.</translation>
    </message>
    <message>
        <source>Look whether the disk is full or may not be written to. What has come is kept, and you can go on.</source>
        <translation>Mire si el disco está lleno o no permite escribir. Lo que ha llegado se conserva, y puede continuar.</translation>
    </message>
    <message>
        <source>Look whether the disk is full or the folder is locked, then try again.</source>
        <translation>Mire si el disco está lleno o la carpeta está bloqueada, e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida (loss)</translation>
    </message>
    <message>
        <source>Made by {model} from: {values}</source>
        <translation>Hecho por {model} a partir de: {values}</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>Hecho para</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Hecho el</translation>
    </message>
    <message>
        <source>Make a new token on the hub&apos;s page under Settings, Access Tokens (to read is enough), and enter that one.</source>
        <translation>Cree un token nuevo en la página del hub, en Settings, Access Tokens (con permiso de lectura basta), e introdúzcalo.</translation>
    </message>
    <message>
        <source>Make room on the disk, or choose a folder you may write to, then go on. Nothing is fetched twice.</source>
        <translation>Libere espacio en el disco, o elija una carpeta en la que pueda escribir, y continúe. Nada se trae dos veces.</translation>
    </message>
    <message>
        <source>Make room on the disk, then go on; nothing is fetched twice.</source>
        <translation>Libere espacio en el disco y continúe; nada se trae dos veces.</translation>
    </message>
    <message>
        <source>Make room there, choose another folder, or choose fewer trainings.</source>
        <translation>Libere espacio allí, elija otra carpeta o elija menos entrenamientos.</translation>
    </message>
    <message>
        <source>Make some room or choose another folder, and try again.</source>
        <translation>Libere algo de espacio o elija otra carpeta, e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Make some room there, choose another disk, or a smaller form.</source>
        <translation>Libere algo de espacio allí, o elija otro disco o una forma más pequeña.</translation>
    </message>
    <message>
        <source>Make sure that there is room on the disk and that you may write there, then try again.</source>
        <translation>Asegúrese de que hay espacio en el disco y de que puede escribir en él, e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Make sure that there is room on the disk and that you may write there.</source>
        <translation>Asegúrese de que hay espacio en el disco y de que puede escribir en él.</translation>
    </message>
    <message>
        <source>Make sure that there is room on the disk and that you may write to {folder}, then try again.</source>
        <translation>Asegúrese de que hay espacio en el disco y de que puede escribir en {folder}, e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Make sure that you may read it and that it is a text file in UTF-8, or delete it if you changed it.</source>
        <translation>Asegúrese de que puede leerlo y de que es un archivo de texto en UTF-8, o elimínelo si lo ha modificado.</translation>
    </message>
    <message>
        <source>Make sure that you may read the file, then look again.</source>
        <translation>Asegúrese de que puede leer el archivo y vuelva a mirar.</translation>
    </message>
    <message>
        <source>Make the data in a project of its own.</source>
        <translation>Cree los datos en un proyecto aparte.</translation>
    </message>
    <message>
        <source>Marv, who sighs</source>
        <translation>Marv, que suspira</translation>
    </message>
    <message>
        <source>Mend it in the table, or take the tour with another one.</source>
        <translation>Corríjalo en la tabla, o haga el recorrido con otra.</translation>
    </message>
    <message>
        <source>Mend the rows it names (the check-up finds most of them), then start again.</source>
        <translation>Corrija las filas que nombra (la revisión encuentra la mayoría) e inícielo de nuevo.</translation>
    </message>
    <message>
        <source>Mend these rows (the check-up of the wizard can), or choose JSON Lines.</source>
        <translation>Corrija estas filas (la revisión del asistente puede hacerlo), o elija JSON Lines.</translation>
    </message>
    <message>
        <source>Mend what the details name, then take the tour again.</source>
        <translation>Corrija lo que nombran los detalles y repita el recorrido.</translation>
    </message>
    <message>
        <source>Message {number} does not say who speaks (role).</source>
        <translation>El mensaje {number} no dice quién habla (rol).</translation>
    </message>
    <message>
        <source>Message {number} is not made of names with values between braces.</source>
        <translation>El mensaje {number} no está hecho de nombres con valores entre llaves.</translation>
    </message>
    <message>
        <source>Message {number} is spoken by “{speaker}”; known speakers are human, gpt, system, function_call, observation and tool.</source>
        <translation>En el mensaje {number} habla «{speaker}»; los interlocutores conocidos son human, gpt, system, function_call, observation y tool.</translation>
    </message>
    <message>
        <source>Messages with entries nobody knows: {keys}</source>
        <translation>Mensajes con campos que nadie conoce: {keys}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Models know ordinary spelling best; words in capitals fall apart into many small pieces (tokens). If capitals mean nothing in your texts, small letters work better.</source>
        <translation>Los modelos conocen mejor la ortografía corriente; las palabras en mayúsculas se deshacen en muchos trozos pequeños (tokens). Si las mayúsculas no significan nada en sus textos, las minúsculas funcionan mejor.</translation>
    </message>
    <message>
        <source>Models of this kind know words best with the space before them, because their pieces of text (tokens) begin with it. One space before the answer makes learning easier.</source>
        <translation>Los modelos de este tipo conocen mejor las palabras con el espacio delante, porque sus trozos de texto (tokens) empiezan con él. Un espacio delante de la respuesta facilita el aprendizaje.</translation>
    </message>
    <message>
        <source>More than a third of the letters in the answers are capitals.</source>
        <translation>Más de un tercio de las letras de las respuestas son mayúsculas.</translation>
    </message>
    <message>
        <source>More than a third of the letters in the questions are capitals.</source>
        <translation>Más de un tercio de las letras de las preguntas son mayúsculas.</translation>
    </message>
    <message>
        <source>More than half of the answers begin with the same {words} words as another one. The trained model will begin like that as well.</source>
        <translation>Más de la mitad de las respuestas empiezan con las mismas {words} palabras que otra. El modelo entrenado también empezará así.</translation>
    </message>
    <message>
        <source>More than {most} cells would have to be in memory at once; one stray cell far away is enough for that.</source>
        <translation>Habría que tener más de {most} celdas a la vez en la memoria; para eso basta una celda perdida muy lejos.</translation>
    </message>
    <message>
        <source>More than {most} values cannot be looked through. Leave some out.</source>
        <translation>No se pueden recorrer más de {most} valores. Deje fuera algunos.</translation>
    </message>
    <message>
        <source>Most often a comma, a quotation mark or a bracket is missing there or just before. Mend it in a text editor.</source>
        <translation>Lo más frecuente es que falte ahí, o justo antes, una coma, unas comillas o una llave. Corríjalo en un editor de texto.</translation>
    </message>
    <message>
        <source>Move some rows to the test part in the table, or type a prompt of your own.</source>
        <translation>Pase algunas filas a la parte de prueba en la tabla, o escriba su propio prompt.</translation>
    </message>
    <message>
        <source>Move some rows to the test part: about one in ten, and at least 20.</source>
        <translation>Pase algunas filas a la parte de prueba: más o menos una de cada diez, y al menos 20.</translation>
    </message>
    <message>
        <source>Move some rows to the validation part, and let the plan send them.</source>
        <translation>Pase algunas filas a la parte de validación y haga que el plan las envíe.</translation>
    </message>
    <message>
        <source>Move some rows to the validation part, or train without measuring classes.</source>
        <translation>Pase algunas filas a la parte de validación, o entrene sin medir clases.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Name a folder made by “tunedesk prepare”, a file of examples (.jsonl), or a project (.tunedesk).</source>
        <translation>Indique una carpeta hecha con «tunedesk prepare», un archivo de ejemplos (.jsonl) o un proyecto (.tunedesk).</translation>
    </message>
    <message>
        <source>Name another project with --project, or move that one away.</source>
        <translation>Indique otro proyecto con --project, o mueva ese a otro lugar.</translation>
    </message>
    <message>
        <source>Name columns of the file with --prompt and --completion, or answer the questions again.</source>
        <translation>Indique columnas del archivo con --prompt y --completion, o responda de nuevo a las preguntas.</translation>
    </message>
    <message>
        <source>Name one of the classes there are: {known}.</source>
        <translation>Indique una de las clases que hay: {known}.</translation>
    </message>
    <message>
        <source>Name the columns “question” and “answer”, or bring the file into the project&apos;s test part.</source>
        <translation>Llame a las columnas «question» y «answer», o traiga el archivo a la parte de prueba del proyecto.</translation>
    </message>
    <message>
        <source>Names there have two parts with a stroke between them, as in Qwen/Qwen3-0.6B; private models need a token.</source>
        <translation>Los nombres tienen allí dos partes separadas por una barra, como Qwen/Qwen3-0.6B; los modelos privados necesitan un token.</translation>
    </message>
    <message>
        <source>No answer in the training rows is “{name}”.</source>
        <translation>Ninguna respuesta de las filas de entrenamiento es «{name}».</translation>
    </message>
    <message>
        <source>No answer is chosen, or the rows of those that are chosen stand in the table already.</source>
        <translation>No hay ninguna respuesta elegida, o las filas de las elegidas ya están en la tabla.</translation>
    </message>
    <message>
        <source>No answer of “{model}” to one of the rows held back is kept in this project.</source>
        <translation>En este proyecto no se conserva ninguna respuesta de «{model}» a una de las filas apartadas.</translation>
    </message>
    <message>
        <source>No answer was made.</source>
        <translation>No se creó ninguna respuesta.</translation>
    </message>
    <message>
        <source>No file can be read before it runs; your project is as it was.</source>
        <translation>No se puede leer ningún archivo hasta que funcione; su proyecto está como estaba.</translation>
    </message>
    <message>
        <source>No project is open any more.</source>
        <translation>Ya no hay ningún proyecto abierto.</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>No hay ningún proyecto abierto.</translation>
    </message>
    <message>
        <source>No row of this project has been read for its meaning yet.</source>
        <translation>Todavía no se ha leído el significado de ninguna fila de este proyecto.</translation>
    </message>
    <message>
        <source>No training starts with fewer, and a model would learn them by heart. Add more rows; 50 good ones are a sound start.</source>
        <translation>Con menos no empieza ningún entrenamiento, y un modelo se las aprendería de memoria. Añada más filas; 50 buenas son un comienzo sólido.</translation>
    </message>
    <message>
        <source>No training was started yet. The file lies there and is not sent again.</source>
        <translation>Aún no se inició ningún entrenamiento. El archivo está allí y no se envía otra vez.</translation>
    </message>
    <message>
        <source>No training was started. The provider&apos;s own words are in the details.</source>
        <translation>No se inició ningún entrenamiento. Las palabras del propio proveedor están en los detalles.</translation>
    </message>
    <message>
        <source>No training was started. Your project is unchanged.</source>
        <translation>No se inició ningún entrenamiento. Su proyecto no ha cambiado.</translation>
    </message>
    <message>
        <source>No training was started: from so few rows a model learns nothing you would notice.</source>
        <translation>No se inició ningún entrenamiento: de tan pocas filas, un modelo no aprende nada que se note.</translation>
    </message>
    <message>
        <source>Nobody can tell yet: {provider} lists no model to ask.</source>
        <translation>Aún no se puede saber: {provider} no indica ningún modelo al que preguntar.</translation>
    </message>
    <message>
        <source>Nobody has told this TuneDesk where news of versions lies.</source>
        <translation>Nadie ha dicho a este TuneDesk dónde están las noticias de versiones.</translation>
    </message>
    <message>
        <source>Nobody here knows a model “{model}”.</source>
        <translation>Aquí no se conoce ningún modelo «{model}».</translation>
    </message>
    <message>
        <source>None of the chosen rows can be worked over like that.</source>
        <translation>Ninguna de las filas elegidas se puede reelaborar así.</translation>
    </message>
    <message>
        <source>None of these rows has anything in this column.</source>
        <translation>Ninguna de estas filas tiene algo en esta columna.</translation>
    </message>
    <message>
        <source>None of these rows is empty in this column.</source>
        <translation>Ninguna de estas filas está vacía en esta columna.</translation>
    </message>
    <message>
        <source>Not done: {act}.</source>
        <translation>No se hizo: {act}.</translation>
    </message>
    <message>
        <source>Nothing can be pasted.</source>
        <translation>No hay nada que pegar.</translation>
    </message>
    <message>
        <source>Nothing can be trained before this is mended; the pictures up to there are in the folder.</source>
        <translation>No se puede entrenar nada hasta que esto se corrija; las imágenes hechas hasta ahí están en la carpeta.</translation>
    </message>
    <message>
        <source>Nothing can be written to {folder}.</source>
        <translation>No se puede escribir nada en {folder}.</translation>
    </message>
    <message>
        <source>Nothing has reached your project; it is as it was.</source>
        <translation>Nada ha llegado a su proyecto; está como estaba.</translation>
    </message>
    <message>
        <source>Nothing is charged. What runs there is seen under Training.</source>
        <translation>No se cobra nada. Lo que se ejecuta allí se ve en Entrenamiento.</translation>
    </message>
    <message>
        <source>Nothing is lost: your data and the models you trained are on the disk as before.</source>
        <translation>No se ha perdido nada: sus datos y los modelos que entrenó siguen en el disco como antes.</translation>
    </message>
    <message>
        <source>Nothing is lost; the request was not carried out.</source>
        <translation>No se ha perdido nada; la petición no se llevó a cabo.</translation>
    </message>
    <message>
        <source>Nothing is to be done. The curve is made up for as soon as an answer comes.</source>
        <translation>No hay que hacer nada. La curva se completará en cuanto llegue una respuesta.</translation>
    </message>
    <message>
        <source>Nothing left this computer.</source>
        <translation>Nada salió de este equipo.</translation>
    </message>
    <message>
        <source>Nothing left this computer. Models that are here already work as ever.</source>
        <translation>Nada salió de este equipo. Los modelos que ya están aquí funcionan como siempre.</translation>
    </message>
    <message>
        <source>Nothing that would have to be mended.</source>
        <translation>Nada que haya que corregir.</translation>
    </message>
    <message>
        <source>Nothing was asked and nothing was spent.</source>
        <translation>No se preguntó nada y no se gastó nada.</translation>
    </message>
    <message>
        <source>Nothing was asked.</source>
        <translation>No se preguntó nada.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>No se cambió nada.</translation>
    </message>
    <message>
        <source>Nothing was done a second time.</source>
        <translation>Nada se hizo por segunda vez.</translation>
    </message>
    <message>
        <source>Nothing was fetched yet.</source>
        <translation>Todavía no se descargó nada.</translation>
    </message>
    <message>
        <source>Nothing was imported, so that no row is missed without your knowing.</source>
        <translation>No se importó nada, para que no falte ninguna fila sin que usted lo sepa.</translation>
    </message>
    <message>
        <source>Nothing was imported. All other kinds of tables can be read.</source>
        <translation>No se importó nada. Todos los demás tipos de tabla se pueden leer.</translation>
    </message>
    <message>
        <source>Nothing was left behind, and a file of that name is as it was. Your project is unchanged.</source>
        <translation>No quedó ningún resto, y si había un archivo con ese nombre, está como estaba. Su proyecto no ha cambiado.</translation>
    </message>
    <message>
        <source>Nothing was measured in this training so far.</source>
        <translation>En este entrenamiento aún no se midió nada.</translation>
    </message>
    <message>
        <source>Nothing was removed. Nothing can be trained here until they start.</source>
        <translation>No se quitó nada. Aquí no se puede entrenar nada mientras no arranquen.</translation>
    </message>
    <message>
        <source>Nothing was replaced.</source>
        <translation>No se reemplazó nada.</translation>
    </message>
    <message>
        <source>Nothing was searched.</source>
        <translation>No se buscó nada.</translation>
    </message>
    <message>
        <source>Nothing was sent and no training was started.</source>
        <translation>No se envió nada y no se inició ningún entrenamiento.</translation>
    </message>
    <message>
        <source>Nothing was started.</source>
        <translation>No se inició nada.</translation>
    </message>
    <message>
        <source>Nothing was written over; the deleted one still lies in the bin.</source>
        <translation>No se sobrescribió nada; el eliminado sigue en la papelera.</translation>
    </message>
    <message>
        <source>Nothing was written, because the rest would be lost.</source>
        <translation>No se escribió nada, porque el resto se perdería.</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>No se escribió nada.</translation>
    </message>
    <message>
        <source>Nothing was written. All other formats work.</source>
        <translation>No se escribió nada. Todos los demás formatos funcionan.</translation>
    </message>
    <message>
        <source>Numbers in the model (parameters)</source>
        <translation>Números del modelo (parámetros)</translation>
    </message>
    <message>
        <source>Of each pair only the preferred answer is kept; the other one is left out.</source>
        <translation>De cada par solo se conserva la respuesta preferida; la otra se omite.</translation>
    </message>
    <message>
        <source>Often a page of a network in between, of maintenance, or an address that is not quite right.</source>
        <translation>Suele ser una página de una red intermedia, un aviso de mantenimiento o una dirección que no es del todo correcta.</translation>
    </message>
    <message>
        <source>Once a day, when TuneDesk starts</source>
        <translation>Una vez al día, cuando arranca TuneDesk</translation>
    </message>
    <message>
        <source>One class can be looked for where there are two, and the training rows have {count}.</source>
        <translation>Se puede buscar una clase cuando hay dos, y las filas de entrenamiento tienen {count}.</translation>
    </message>
    <message>
        <source>One file with your rows, everything that was done to them, your trainings and the answers you compared.</source>
        <translation>Un archivo con sus filas, todo lo que se hizo con ellas, sus entrenamientos y las respuestas que comparó.</translation>
    </message>
    <message>
        <source>One message is spoken by “{role}”; a prompt with a completion knows no such speaker.</source>
        <translation>Un mensaje lo dice «{role}»; un prompt con completion no conoce a ese interlocutor.</translation>
    </message>
    <message>
        <source>One of a few fixed answers, such as “billing” or “delivery”.</source>
        <translation>Una de unas pocas respuestas fijas, como «facturación» o «entrega».</translation>
    </message>
    <message>
        <source>One of the packages is not made for this computer.</source>
        <translation>Uno de los paquetes no está hecho para este equipo.</translation>
    </message>
    <message>
        <source>One of the values of “{name}” is empty.</source>
        <translation>Uno de los valores de «{name}» está vacío.</translation>
    </message>
    <message>
        <source>One prompt shows what the settings do to it. It cannot show which one is best in general.</source>
        <translation>Un solo prompt muestra qué le hacen los ajustes. No puede mostrar cuál es el mejor en general.</translation>
    </message>
    <message>
        <source>One question with the answer that the model is to learn.</source>
        <translation>Una pregunta con la respuesta que el modelo debe aprender.</translation>
    </message>
    <message>
        <source>One training as it was started, with its rows and settings. It is never changed afterwards.</source>
        <translation>Un entrenamiento tal como se inició, con sus filas y ajustes. Después no se cambia nunca.</translation>
    </message>
    <message>
        <source>Only Numbers itself can read it. Nothing was imported.</source>
        <translation>Solo Numbers puede leerlo. No se importó nada.</translation>
    </message>
    <message>
        <source>Only models that you have tuned are exported. A base model&apos;s own folder can be used as it is.</source>
        <translation>Solo se exportan los modelos que usted ha entrenado. La carpeta de un modelo base se puede usar tal cual.</translation>
    </message>
    <message>
        <source>Only news of the newest version is fetched. Nothing of yours is sent or installed.</source>
        <translation>Solo se traen noticias de la versión más nueva. No se envía ni se instala nada suyo.</translation>
    </message>
    <message>
        <source>Only when I ask</source>
        <translation>Solo cuando lo pido</translation>
    </message>
    <message>
        <source>Only whoever runs it can say what was used and what it costs.</source>
        <translation>Solo quien lo gestiona puede decir qué se usó y cuánto cuesta.</translation>
    </message>
    <message>
        <source>Look for it with “Open a project”, bring a backup back with “File, Backups”, or remove it from the list.</source>
        <translation>Búsquelo con «Abrir un proyecto», recupere una copia con «Archivo, Copias de seguridad» o quítelo de la lista.</translation>
    </message>
    <message>
        <source>No backup of “{name}” could be made.</source>
        <translation>No se pudo hacer una copia de seguridad de «{name}».</translation>
    </message>
    <message>
        <source>Open a project or make a new one, then open the file again.</source>
        <translation>Abra un proyecto o cree uno nuevo y vuelva a abrir el archivo.</translation>
    </message>
    <message>
        <source>Open a project or make a new one. What was said here stays on show as long as none is opened.</source>
        <translation>Abra un proyecto o cree uno nuevo. Lo que se dijo aquí sigue a la vista mientras no se abra ninguno.</translation>
    </message>
    <message>
        <source>Open it as a project from the Start page.</source>
        <translation>Ábralo como proyecto desde la página Inicio.</translation>
    </message>
    <message>
        <source>Open it in Numbers, choose File, Export To, Excel or CSV, and choose that file.</source>
        <translation>Ábralo en Numbers, elija Archivo, Exportar a, Excel o CSV, y elija ese archivo.</translation>
    </message>
    <message>
        <source>Open it in your spreadsheet program, save a copy without a password, and choose the copy.</source>
        <translation>Ábralo en su programa de hojas de cálculo, guarde una copia sin contraseña y elija la copia.</translation>
    </message>
    <message>
        <source>Open it in your spreadsheet program, save it as an Excel workbook or as CSV, and choose that file.</source>
        <translation>Ábralo en su programa de hojas de cálculo, guárdelo como libro de Excel o como CSV y elija ese archivo.</translation>
    </message>
    <message>
        <source>Open that project, or choose another name.</source>
        <translation>Abra ese proyecto o elija otro nombre.</translation>
    </message>
    <message>
        <source>Open the model&apos;s page, agree to the licence there, and enter a hub token of the same account.</source>
        <translation>Abra la página del modelo, acepte allí la licencia e introduzca un token del hub de la misma cuenta.</translation>
    </message>
    <message>
        <source>Open the password store of your system and delete the entry “io.tunedesk.TuneDesk” there.</source>
        <translation>Abra el llavero de su sistema y elimine allí la entrada «io.tunedesk.TuneDesk».</translation>
    </message>
    <message>
        <source>Open the project again.</source>
        <translation>Abra el proyecto de nuevo.</translation>
    </message>
    <message>
        <source>Pairs about a conversation of several turns: {count}</source>
        <translation>Pares sobre una conversación de varios turnos: {count}</translation>
    </message>
    <message>
        <source>Pairs in which an answer is missing: {count}</source>
        <translation>Pares a los que les falta una respuesta: {count}</translation>
    </message>
    <message>
        <source>Pairs whose answers are spoken by somebody else: {count}</source>
        <translation>Pares cuyas respuestas las dice otra persona: {count}</translation>
    </message>
    <message>
        <source>Pairs with an answer of several messages: {count}</source>
        <translation>Pares con una respuesta de varios mensajes: {count}</translation>
    </message>
    <message>
        <source>Pairs with pictures or tools: {count}</source>
        <translation>Pares con imágenes o herramientas: {count}</translation>
    </message>
    <message>
        <source>Pairs with two equal answers: {count}</source>
        <translation>Pares con dos respuestas iguales: {count}</translation>
    </message>
    <message>
        <source>Pairs without a question: {count}</source>
        <translation>Pares sin pregunta: {count}</translation>
    </message>
    <message>
        <source>Parquet files cannot be written here: the library for them is not installed.</source>
        <translation>Aquí no se pueden escribir archivos Parquet: no está instalada la biblioteca necesaria.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Partes</translation>
    </message>
    <message>
        <source>Parts of the file do not fit together any more; this happens when a disk fails or a copy broke off.</source>
        <translation>Hay partes del archivo que ya no encajan entre sí; esto ocurre cuando falla un disco o se interrumpe una copia.</translation>
    </message>
    <message>
        <source>Pass over the data (epoch)</source>
        <translation>Pasada por los datos (época)</translation>
    </message>
    <message>
        <source>Pass {epoch} of {epochs} over the rows (epoch) is done.</source>
        <translation>Pasada (época) {epoch} de {epochs} por las filas: terminada.</translation>
    </message>
    <message>
        <source>Patterns with several * or + inside each other can go on for years. Write it more plainly.</source>
        <translation>Los patrones con varios * o + unos dentro de otros pueden tardar años. Escríbalo de forma más sencilla.</translation>
    </message>
    <message>
        <source>Perhaps it is a slip of the pen. What may stand there: {known}.</source>
        <translation>Quizá sea un descuido al escribir. Lo que puede figurar ahí: {known}.</translation>
    </message>
    <message>
        <source>Pictures may stand in what the user asks, and nowhere else.</source>
        <translation>Las imágenes pueden estar en lo que pregunta el usuario y en ningún otro sitio.</translation>
    </message>
    <message>
        <source>Please report it with the details below.</source>
        <translation>Por favor, informe de ello con los detalles de abajo.</translation>
    </message>
    <message>
        <source>Please report it: everything in TuneDesk should be reachable without a mouse.</source>
        <translation>Por favor, informe de ello: todo en TuneDesk debería poder alcanzarse sin ratón.</translation>
    </message>
    <message>
        <source>Please restart TuneDesk. If it happens again, restart the computer or install TuneDesk anew.</source>
        <translation>Reinicie TuneDesk. Si vuelve a ocurrir, reinicie el equipo o instale TuneDesk de nuevo.</translation>
    </message>
    <message>
        <source>Please try again. If it happens again, close other programs: the computer may be short of memory.</source>
        <translation>Inténtelo de nuevo. Si vuelve a ocurrir, cierre otros programas: puede que el equipo ande escaso de memoria.</translation>
    </message>
    <message>
        <source>Please try again. If it happens again, look whether {folder} can be written to.</source>
        <translation>Inténtelo de nuevo. Si vuelve a ocurrir, compruebe si se puede escribir en {folder}.</translation>
    </message>
    <message>
        <source>Preference pairs</source>
        <translation>Pares de preferencia</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Proyecto</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Providers know “user” and “assistant”. These rows use other names for them, such as “human” and “gpt”.</source>
        <translation>Los proveedores conocen «user» y «assistant». Estas filas usan otros nombres para ellos, como «human» y «gpt».</translation>
    </message>
    <message>
        <source>Providers refuse larger pictures. Make them smaller with a picture program; 1,000 dots in width are plenty.</source>
        <translation>Los proveedores rechazan imágenes más grandes. Redúzcalas con un programa de imágenes; 1000 píxeles de ancho bastan de sobra.</translation>
    </message>
    <message>
        <source>Providers refuse them.</source>
        <translation>Los proveedores las rechazan.</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Put it behind -p, or send it through a pipe with -p -.</source>
        <translation>Póngalo después de -p, o envíelo por una tubería con -p -.</translation>
    </message>
    <message>
        <source>Put square brackets around what stands there.</source>
        <translation>Ponga corchetes alrededor de lo que figura ahí.</translation>
    </message>
    <message>
        <source>Put the file back, or use “Save a copy” to keep everything that was saved before in a new file.</source>
        <translation>Devuelva el archivo a su sitio o use «Guardar una copia» para conservar en un archivo nuevo todo lo que se había guardado antes.</translation>
    </message>
    <message>
        <source>Python&apos;s installer of packages stopped before it was done.</source>
        <translation>El instalador de paquetes de Python se detuvo antes de terminar.</translation>
    </message>
    <message>
        <source>Question and answer are the same column; choose two different ones.</source>
        <translation>La pregunta y la respuesta son la misma columna; elija dos distintas.</translation>
    </message>
    <message>
        <source>Questions that hold their separator “{mark}” more than once: {count}</source>
        <translation>Preguntas que contienen su separador «{mark}» más de una vez: {count}</translation>
    </message>
    <message>
        <source>Read the rows first.</source>
        <translation>Primero hay que leer las filas.</translation>
    </message>
    <message>
        <source>Record its answers while it can still be asked: run a test with it, or bring your models home.</source>
        <translation>Grabe sus respuestas mientras aún se le pueda preguntar: haga una prueba con él o traiga sus modelos a casa.</translation>
    </message>
    <message>
        <source>Remove the model on the page Models and fetch it again.</source>
        <translation>Quite el modelo en la página Modelos y descárguelo de nuevo.</translation>
    </message>
    <message>
        <source>Remove the other one first, or give the file or folder another name.</source>
        <translation>Quite primero el otro, o dé otro nombre al archivo o a la carpeta.</translation>
    </message>
    <message>
        <source>Repeated rows: {count}</source>
        <translation>Filas repetidas: {count}</translation>
    </message>
    <message>
        <source>Row (example)</source>
        <translation>Fila (ejemplo)</translation>
    </message>
    <message>
        <source>Row of the file</source>
        <translation>Fila del archivo</translation>
    </message>
    <message>
        <source>Row {row} has parts that cannot be told apart in the form that TRL reads.</source>
        <translation>La fila {row} tiene partes que no se pueden distinguir en la forma que lee TRL.</translation>
    </message>
    <message>
        <source>Rows at a time (batch size)</source>
        <translation>Filas a la vez (tamaño de lote)</translation>
    </message>
    <message>
        <source>Rows for measuring whose question is trained on: {count}</source>
        <translation>Filas para medir cuya pregunta también se entrena: {count}</translation>
    </message>
    <message>
        <source>Rows for training: {count}</source>
        <translation>Filas para entrenar: {count}</translation>
    </message>
    <message>
        <source>Rows for training: {count}; 100 or more would show clearly.</source>
        <translation>Filas para entrenar: {count}; con 100 o más se notaría claramente.</translation>
    </message>
    <message>
        <source>Rows for training: {count}; 50 good ones are a better start.</source>
        <translation>Filas para entrenar: {count}; 50 buenas son un mejor comienzo.</translation>
    </message>
    <message>
        <source>Rows for training: {count}; about 500 make a dependable writer.</source>
        <translation>Filas para entrenar: {count}; con unas 500 se obtiene un redactor fiable.</translation>
    </message>
    <message>
        <source>Rows for training: {count}; at least {least} are needed.</source>
        <translation>Filas para entrenar: {count}; hacen falta al menos {least}.</translation>
    </message>
    <message>
        <source>Rows in</source>
        <translation>Filas leídas</translation>
    </message>
    <message>
        <source>Rows of another shape than most: {count}</source>
        <translation>Filas con otra forma que la mayoría: {count}</translation>
    </message>
    <message>
        <source>Rows that are kept from training, so that answers to them show what the model really learned.</source>
        <translation>Filas que se apartan del entrenamiento para que las respuestas a ellas muestren qué aprendió de verdad el modelo.</translation>
    </message>
    <message>
        <source>Rows that are nearly the same as an earlier one: {count}</source>
        <translation>Filas casi iguales a una anterior: {count}</translation>
    </message>
    <message>
        <source>Rows that ask the same and are answered differently: {count}</source>
        <translation>Filas que preguntan lo mismo y tienen respuestas distintas: {count}</translation>
    </message>
    <message>
        <source>Rows that contradict each other: {count}</source>
        <translation>Filas que se contradicen: {count}</translation>
    </message>
    <message>
        <source>Rows that differ from an earlier one in spelling alone: {count}</source>
        <translation>Filas que solo se distinguen de una anterior por la ortografía: {count}</translation>
    </message>
    <message>
        <source>Rows that do not fit into one cell a field stand as JSON in the column “messages”; TuneDesk reads them back.</source>
        <translation>Las filas que no caben en una celda por campo figuran como JSON en la columna «messages»; TuneDesk las vuelve a leer.</translation>
    </message>
    <message>
        <source>Rows that gave no example: {count}</source>
        <translation>Filas que no dieron ningún ejemplo: {count}</translation>
    </message>
    <message>
        <source>Rows that the model does not learn from. During training they show whether it still gets better.</source>
        <translation>Filas de las que el modelo no aprende. Durante el entrenamiento muestran si aún mejora.</translation>
    </message>
    <message>
        <source>Rows too long for the model: {count}</source>
        <translation>Filas demasiado largas para el modelo: {count}</translation>
    </message>
    <message>
        <source>Rows whose list of tools cannot be understood: {count}</source>
        <translation>Filas cuya lista de herramientas no se entiende: {count}</translation>
    </message>
    <message>
        <source>Rows with a bank account number: {count}</source>
        <translation>Filas con un número de cuenta bancaria: {count}</translation>
    </message>
    <message>
        <source>Rows with a card number: {count}</source>
        <translation>Filas con un número de tarjeta: {count}</translation>
    </message>
    <message>
        <source>Rows with a picture of more than {megabytes} MB: {count}</source>
        <translation>Filas con una imagen de más de {megabytes} MB: {count}</translation>
    </message>
    <message>
        <source>Rows with a picture outside of a question: {count}</source>
        <translation>Filas con una imagen fuera de una pregunta: {count}</translation>
    </message>
    <message>
        <source>Rows with a picture that cannot be found: {count}</source>
        <translation>Filas con una imagen que no se encuentra: {count}</translation>
    </message>
    <message>
        <source>Rows with a picture that is damaged: {count}</source>
        <translation>Filas con una imagen dañada: {count}</translation>
    </message>
    <message>
        <source>Rows with a secret key: {count}</source>
        <translation>Filas con una clave secreta: {count}</translation>
    </message>
    <message>
        <source>Rows with a sign that steers models, such as &lt;|endoftext|&gt;: {count}</source>
        <translation>Filas con un signo que dirige a los modelos, como &lt;|endoftext|&gt;: {count}</translation>
    </message>
    <message>
        <source>Rows with a sign that was lost: {count}</source>
        <translation>Filas con un carácter que se perdió: {count}</translation>
    </message>
    <message>
        <source>Rows with a telephone number: {count}</source>
        <translation>Filas con un número de teléfono: {count}</translation>
    </message>
    <message>
        <source>Rows with an e-mail address: {count}</source>
        <translation>Filas con una dirección de correo electrónico: {count}</translation>
    </message>
    <message>
        <source>Rows with an invisible sign from the beginning of a file: {count}</source>
        <translation>Filas con un carácter invisible del principio de un archivo: {count}</translation>
    </message>
    <message>
        <source>Rows with an unknown degree of detail of a picture: {count}</source>
        <translation>Filas con un nivel de detalle de imagen desconocido: {count}</translation>
    </message>
    <message>
        <source>Rows with another system message than most: {count}</source>
        <translation>Filas con otro mensaje de sistema que la mayoría: {count}</translation>
    </message>
    <message>
        <source>Rows with control characters: {count}</source>
        <translation>Filas con caracteres de control: {count}</translation>
    </message>
    <message>
        <source>Rows with entries no model reads: {keys}</source>
        <translation>Filas con entradas que ningún modelo lee: {keys}</translation>
    </message>
    <message>
        <source>Rows with half a character: {count}</source>
        <translation>Filas con medio carácter: {count}</translation>
    </message>
    <message>
        <source>Rows with more than {most} pictures: {count}</source>
        <translation>Filas con más de {most} imágenes: {count}</translation>
    </message>
    <message>
        <source>Rows with pictures: {count}; providers take at most {most} in one file.</source>
        <translation>Filas con imágenes: {count}; los proveedores admiten como máximo {most} en un archivo.</translation>
    </message>
    <message>
        <source>Rows with signs of another model&apos;s template, such as [INST]: {count}</source>
        <translation>Filas con signos de la plantilla de otro modelo, como [INST]: {count}</translation>
    </message>
    <message>
        <source>Rows with something that is neither text nor picture: {count}</source>
        <translation>Filas con algo que no es ni texto ni imagen: {count}</translation>
    </message>
    <message>
        <source>Rows with two answers to one question, of which one is the better.</source>
        <translation>Filas con dos respuestas a una pregunta, de las que una es la mejor.</translation>
    </message>
    <message>
        <source>Rows without a question among others with one: {count}</source>
        <translation>Filas sin pregunta entre otras que sí la tienen: {count}</translation>
    </message>
    <message>
        <source>Rows without a system message, among others with one: {count}</source>
        <translation>Filas sin mensaje de sistema entre otras que sí lo tienen: {count}</translation>
    </message>
    <message>
        <source>Rows without an answer: {count}</source>
        <translation>Filas sin respuesta: {count}</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ejecución</translation>
    </message>
    <message>
        <source>Run it in a terminal, send all answers through the pipe, or say --yes for the recommended answers.</source>
        <translation>Ejecútelo en un terminal, envíe todas las respuestas por la tubería o indique --yes para las respuestas recomendadas.</translation>
    </message>
    <message>
        <source>Run the first command here once, then the second. The Modelfile says how the model is spoken to; where it has no line TEMPLATE, Ollama looks for one in the GGUF file. Ollama was not at hand when this was made, so that step was not tried.</source>
        <translation>Ejecute aquí una vez la primera orden y después la segunda. El Modelfile dice cómo se habla con el modelo; si no tiene una línea TEMPLATE, Ollama busca una en el archivo GGUF. Ollama no estaba disponible cuando se hizo esto, así que ese paso no se probó.</translation>
    </message>
    <message>
        <source>Save the sheet as CSV and choose that file: a CSV file may be as large as you like.</source>
        <translation>Guarde la hoja como CSV y elija ese archivo: un archivo CSV puede ser todo lo grande que quiera.</translation>
    </message>
    <message>
        <source>Save the sheet you need as CSV and choose that file: a CSV file may be as large as you like.</source>
        <translation>Guarde como CSV la hoja que necesita y elija ese archivo: un archivo CSV puede ser todo lo grande que quiera.</translation>
    </message>
    <message>
        <source>Say it on the desktop</source>
        <translation>Avisar en el escritorio</translation>
    </message>
    <message>
        <source>Say nothing on the desktop</source>
        <translation>No avisar en el escritorio</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Segundos</translation>
    </message>
    <message>
        <source>See that files may be written in {folder}. TuneDesk tries again by itself.</source>
        <translation>Compruebe que se pueda escribir en {folder}. TuneDesk lo intentará de nuevo por sí solo.</translation>
    </message>
    <message>
        <source>Select the cells in your table program, copy them, and paste here again.</source>
        <translation>Seleccione las celdas en su programa de hojas de cálculo, cópielas y péguelas aquí de nuevo.</translation>
    </message>
    <message>
        <source>Set the variable {variable} to your key, name another one with --key-variable, or type the key when asked.</source>
        <translation>Ponga su clave en la variable {variable}, indique otra con --key-variable o escriba la clave cuando se le pida.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Shorten the prompt.</source>
        <translation>Acorte el prompt.</translation>
    </message>
    <message>
        <source>Sign in, choose “Create new secret key” and copy it at once: it is shown only this one time.</source>
        <translation>Inicie sesión, elija «Create new secret key» y copie la clave enseguida: solo se muestra esta vez.</translation>
    </message>
    <message>
        <source>Since 2 July 2026 OpenAI trains only for organisations that used a tuned model in the 60 days before.</source>
        <translation>Desde el 2 de julio de 2026, OpenAI solo entrena para organizaciones que hayan usado un modelo entrenado en los 60 días anteriores.</translation>
    </message>
    <message>
        <source>So far it learns its rows, but nothing that helps with others: the validation loss went from {first} to {last}.</source>
        <translation>Por ahora aprende sus filas, pero nada que sirva para otras: la pérdida de validación pasó de {first} a {last}.</translation>
    </message>
    <message>
        <source>So it cannot look for a newer one. You have version {version}.</source>
        <translation>Así que no puede buscar una más nueva. Usted tiene la versión {version}.</translation>
    </message>
    <message>
        <source>So it does not look for a newer version. You have version {version}.</source>
        <translation>Así que no busca una versión más nueva. Usted tiene la versión {version}.</translation>
    </message>
    <message>
        <source>So nobody knows whether there is a newer TuneDesk. You have version {version}.</source>
        <translation>Así que nadie sabe si hay un TuneDesk más nuevo. Usted tiene la versión {version}.</translation>
    </message>
    <message>
        <source>Some letters cannot be read in the encoding that was chosen.</source>
        <translation>Algunas letras no se pueden leer con la codificación elegida.</translation>
    </message>
    <message>
        <source>Some programs save tables so; TuneDesk does not read them. Nothing was imported.</source>
        <translation>Algunos programas guardan así las tablas; TuneDesk no las lee. No se importó nada.</translation>
    </message>
    <message>
        <source>Some programs write into the texts what their model wants around them (its chat template). Your model gets its own signs by itself; it would take these for words and learn to write them.</source>
        <translation>Algunos programas escriben dentro de los textos lo que su modelo quiere ver alrededor de ellos (su plantilla de chat). Su modelo recibe sus propios signos por sí solo; tomaría estos por palabras y aprendería a escribirlos.</translation>
    </message>
    <message>
        <source>Somebody put another model under this name, so old and new numbers cannot be compared.</source>
        <translation>Alguien puso otro modelo con este nombre, así que los números antiguos y los nuevos no se pueden comparar.</translation>
    </message>
    <message>
        <source>Somebody speaks without saying anything. Some providers refuse such a file; look whether a text is missing.</source>
        <translation>Alguien habla sin decir nada. Algunos proveedores rechazan un archivo así; mire si falta un texto.</translation>
    </message>
    <message>
        <source>Something in the list “{field}” of {place} in “{name}” has no name of its own.</source>
        <translation>Algo de la lista «{field}» de {place} en «{name}» no tiene nombre propio.</translation>
    </message>
    <message>
        <source>Something in these rows looks like the key to an online service or a computer. Hide it here, and have it replaced where it belongs: it may be known already.</source>
        <translation>Algo en estas filas parece la clave de un servicio en línea o de un equipo. Ocúltela aquí y haga que la cambien donde corresponda: puede que ya se conozca.</translation>
    </message>
    <message>
        <source>Something still reads it, so it was not deleted.</source>
        <translation>Algo todavía lo está leyendo, así que no se eliminó.</translation>
    </message>
    <message>
        <source>Something that the check-up has noticed in your rows, with what can be done about it.</source>
        <translation>Algo que la revisión ha notado en sus filas, con lo que se puede hacer.</translation>
    </message>
    <message>
        <source>Speed of learning (learning rate)</source>
        <translation>Velocidad de aprendizaje (tasa de aprendizaje)</translation>
    </message>
    <message>
        <source>Stands in the way</source>
        <translation>Impide seguir</translation>
    </message>
    <message>
        <source>Start again. If it happens again, ask whoever looks after your network or your mirror of packages.</source>
        <translation>Empiece otra vez. Si vuelve a ocurrir, pregunte a quien cuida de su red o de su réplica de paquetes.</translation>
    </message>
    <message>
        <source>Start again; the file is sent anew.</source>
        <translation>Empiece de nuevo; el archivo se envía otra vez.</translation>
    </message>
    <message>
        <source>Start the engine without it.</source>
        <translation>Inicie el motor sin él.</translation>
    </message>
    <message>
        <source>Starter model</source>
        <translation>Modelo inicial</translation>
    </message>
    <message>
        <source>Starter model (SmolLM2 135M Instruct)</source>
        <translation>Modelo inicial (SmolLM2 135M Instruct)</translation>
    </message>
    <message>
        <source>Stay offline: connect to nothing outside this computer</source>
        <translation>Trabajar sin conexión: no conectar con nada fuera de este equipo</translation>
    </message>
    <message>
        <source>Step {step} of {steps} is done.</source>
        <translation>Paso {step} de {steps}: terminado.</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Fuerte</translation>
    </message>
    <message>
        <source>Strong contrast makes letters, lines and frames stand out more.</source>
        <translation>El contraste fuerte hace que letras, líneas y marcos resalten más.</translation>
    </message>
    <message>
        <source>Style, form and manner of answers are what training teaches best. Fifty good rows show whether it works; about 500 make it dependable.</source>
        <translation>El estilo, la forma y el tono de las respuestas son lo que mejor enseña el entrenamiento. Cincuenta filas buenas muestran si funciona; unas 500 lo hacen fiable.</translation>
    </message>
    <message>
        <source>Sums cannot be shown; nothing was changed.</source>
        <translation>No se pueden mostrar las sumas; no se cambió nada.</translation>
    </message>
    <message>
        <source>Superheroes</source>
        <translation>Superhéroes</translation>
    </message>
    <message>
        <source>Support tickets</source>
        <translation>Cartas de clientes</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Instrucción del sistema (system prompt)</translation>
    </message>
    <message>
        <source>Tables may lie in it, but it is none itself. Nothing was imported.</source>
        <translation>Puede contener tablas, pero no es una tabla. No se importó nada.</translation>
    </message>
    <message>
        <source>Take rows out, shorten them, or train somewhere else.</source>
        <translation>Quite filas, acórtelas o entrene en otro lugar.</translation>
    </message>
    <message>
        <source>Take them out (the check-up of the wizard can), or choose CSV, Parquet or JSON Lines.</source>
        <translation>Quítelos (la revisión del asistente puede hacerlo) o elija CSV, Parquet o JSON Lines.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>Test of {day}: {right} of {rows} rows right, that is {value} % ({low} to {high} %).</source>
        <translation>Prueba del {day}: {right} de {rows} filas correctas, es decir, {value} % ({low} a {high} %).</translation>
    </message>
    <message>
        <source>Test rows</source>
        <translation>Filas de prueba</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <source>Texts that are written freely (generation) need more examples than classes do. Each time you double the rows the answers improve by about the same step.</source>
        <translation>Los textos de redacción libre (generación) necesitan más ejemplos que las clases. Cada vez que duplica las filas, las respuestas mejoran más o menos en la misma medida.</translation>
    </message>
    <message>
        <source>Texts that mean nearly the same are found by their meaning at once, and new ones can be added every day. To sort, take the label of the texts that are nearest.</source>
        <translation>Los textos que significan casi lo mismo se encuentran al momento por su significado, y cada día se pueden añadir otros. Para clasificar, se toma la clase de los textos más cercanos.</translation>
    </message>
    <message>
        <source>That does no harm. Begin your questions to the trained model in the same way.</source>
        <translation>No hace daño. Empiece sus preguntas al modelo entrenado de la misma manera.</translation>
    </message>
    <message>
        <source>That is a sound number. Beyond 1,000 rows a model also learns rare cases; to see if more rows would help, train on half of them and compare.</source>
        <translation>Es una buena cantidad. Con más de 1000 filas, un modelo aprende también casos raros; para ver si más filas ayudarían, entrene con la mitad y compare.</translation>
    </message>
    <message>
        <source>That is fine where many answers are good, as in stories. Where only one is right, look at these rows.</source>
        <translation>Está bien donde muchas respuestas son buenas, como en los cuentos. Donde solo una es correcta, mire estas filas.</translation>
    </message>
    <message>
        <source>The JSON in the column “{column}” cannot be read.</source>
        <translation>El JSON de la columna «{column}» no se puede leer.</translation>
    </message>
    <message>
        <source>The Python that runs TuneDesk has no installer of packages (pip).</source>
        <translation>El Python con el que funciona TuneDesk no tiene instalador de paquetes (pip).</translation>
    </message>
    <message>
        <source>The account of your hub token may not have “{model}” yet.</source>
        <translation>La cuenta de su token del hub todavía no tiene permiso para «{model}».</translation>
    </message>
    <message>
        <source>The answer is empty.</source>
        <translation>La respuesta está vacía.</translation>
    </message>
    <message>
        <source>The answer was taken over as the model gave it.</source>
        <translation>La respuesta se tomó tal como la dio el modelo.</translation>
    </message>
    <message>
        <source>The answers cost at most ${dollars} (prices of {date}).</source>
        <translation>Las respuestas cuestan como mucho ${dollars} (precios del {date}).</translation>
    </message>
    <message>
        <source>The answers have no common end mark.</source>
        <translation>Las respuestas no tienen una marca de final común.</translation>
    </message>
    <message>
        <source>The answers in the training rows are no classes: that takes 2 to 100 short ones, each given several times.</source>
        <translation>Las respuestas de las filas de entrenamiento no son clases: para eso hacen falta de 2 a 100 respuestas cortas, cada una dada varias veces.</translation>
    </message>
    <message>
        <source>The backups of “{name}” could not be deleted.</source>
        <translation>No se pudieron eliminar las copias de seguridad de «{name}».</translation>
    </message>
    <message>
        <source>The base model {base} is under the licence {licence}, which counts for this model too. Whose rows it was tuned on has to agree as well.</source>
        <translation>El modelo base {base} tiene la licencia {licence}, que también vale para este modelo. Además debe estar de acuerdo la persona de cuyas filas aprendió.</translation>
    </message>
    <message>
        <source>The better and the worse answer are the same column; choose two different ones.</source>
        <translation>La respuesta mejor y la peor son la misma columna; elija dos distintas.</translation>
    </message>
    <message>
        <source>The better answer does what the question asks, says nothing that is not so, and has the form and the tone of the good answer, where one is given. Longer is not better. Where both are as good, or as bad, say neither.</source>
        <translation>La respuesta mejor hace lo que pide la pregunta, no dice nada que no sea cierto y tiene la forma y el tono de la respuesta buena, si se da una. Más larga no es mejor. Si las dos son igual de buenas, o de malas, no elija ninguna.</translation>
    </message>
    <message>
        <source>The bin was emptied in the meantime, so it cannot be put back.</source>
        <translation>Entretanto se vació la papelera, así que no se puede recuperar.</translation>
    </message>
    <message>
        <source>The careful map cannot be drawn here.</source>
        <translation>Aquí no se puede dibujar el mapa cuidado.</translation>
    </message>
    <message>
        <source>The change holds until TuneDesk is closed, and is lost then.</source>
        <translation>El cambio vale hasta que se cierre TuneDesk; después se pierde.</translation>
    </message>
    <message>
        <source>The code asks the program on your own computer. That wants no key, but the protocol does: put any word into the variable {variable}.</source>
        <translation>El código pregunta al programa de su propio equipo. Este no pide clave, pero el protocolo sí: ponga cualquier palabra en la variable {variable}.</translation>
    </message>
    <message>
        <source>The columns do not give examples: {reason}</source>
        <translation>Las columnas no dan ejemplos: {reason}</translation>
    </message>
    <message>
        <source>The connection is missing or was cut off. What had come was removed.</source>
        <translation>Falta la conexión o se cortó. Lo que había llegado se quitó.</translation>
    </message>
    <message>
        <source>The connection to {provider} is not the one it claims to be.</source>
        <translation>La conexión con {provider} no es la que dice ser.</translation>
    </message>
    <message>
        <source>The copy “{name}” could not be written.</source>
        <translation>No se pudo escribir la copia «{name}».</translation>
    </message>
    <message>
        <source>The data is checked and counted for one model, so nothing was written.</source>
        <translation>Los datos se revisan y se cuentan para un modelo, así que no se escribió nada.</translation>
    </message>
    <message>
        <source>The data is not that of the kind of picture it says it is.</source>
        <translation>Los datos no son del tipo de imagen que dicen ser.</translation>
    </message>
    <message>
        <source>The detail of a picture can be low, high or auto. A provider refuses anything else.</source>
        <translation>El nivel de detalle de una imagen puede ser low, high o auto. Un proveedor rechaza cualquier otro.</translation>
    </message>
    <message>
        <source>The disk became full while the packages were fetched.</source>
        <translation>El disco se llenó mientras se traían los paquetes.</translation>
    </message>
    <message>
        <source>The disk may be full, or the folder may not be written to. Nothing of it was kept.</source>
        <translation>Puede que el disco esté lleno o que no se pueda escribir en la carpeta. No se conservó nada de ello.</translation>
    </message>
    <message>
        <source>The disk may be full, or the folder may not be written to. Your project is as it was.</source>
        <translation>Puede que el disco esté lleno o que no se pueda escribir en la carpeta. Su proyecto está como estaba.</translation>
    </message>
    <message>
        <source>The disk or the folder it lies in does not let TuneDesk read it.</source>
        <translation>El disco o la carpeta donde está no permite que TuneDesk lo lea.</translation>
    </message>
    <message>
        <source>The engine on this computer is still at work: a training, a fetched model or an answer is under way.</source>
        <translation>El motor de este equipo aún trabaja: hay un entrenamiento, un modelo que se trae o una respuesta en marcha.</translation>
    </message>
    <message>
        <source>The entry “{key}” is not a text.</source>
        <translation>La entrada «{key}» no es un texto.</translation>
    </message>
    <message>
        <source>The export needs a place to grow in, so it was not begun.</source>
        <translation>La exportación necesita un sitio donde crearse, así que no se empezó.</translation>
    </message>
    <message>
        <source>The export of “{model}” could not be finished.</source>
        <translation>No se pudo terminar la exportación de «{model}».</translation>
    </message>
    <message>
        <source>The export was not finished, and nothing of it was left behind. Your project is unchanged.</source>
        <translation>La exportación no se terminó y no quedó ningún resto de ella. Su proyecto no ha cambiado.</translation>
    </message>
    <message>
        <source>The figures in brackets are where the true value lies in 95 of 100 such cases (95 % interval).</source>
        <translation>Las cifras entre paréntesis indican dónde está el valor verdadero en 95 de cada 100 casos así (intervalo del 95 %).</translation>
    </message>
    <message>
        <source>The file was not kept, because half of it could be taken for the whole.</source>
        <translation>El archivo no se conservó, porque la mitad podría tomarse por el todo.</translation>
    </message>
    <message>
        <source>The file would have about {size} MB, and {provider} takes at most {largest} MB. Take rows out, or shorten them.</source>
        <translation>El archivo tendría unos {size} MB, y {provider} admite como máximo {largest} MB. Quite filas o acórtelas.</translation>
    </message>
    <message>
        <source>The file {name}.gguf is the whole model. Programs that read GGUF (llama.cpp, Jan, KoboldCpp and others) open it as it is. With llama.cpp&apos;s server:</source>
        <translation>El archivo {name}.gguf es el modelo completo. Los programas que leen GGUF (llama.cpp, Jan, KoboldCpp y otros) lo abren tal cual. Con el servidor de llama.cpp:</translation>
    </message>
    <message>
        <source>The first measurements will be here in a moment.</source>
        <translation>Las primeras mediciones llegarán en un momento.</translation>
    </message>
    <message>
        <source>The first of these models is switched off on {date}.</source>
        <translation>El primero de estos modelos se desconecta el {date}.</translation>
    </message>
    <message>
        <source>The folder is missing or may not be written to.</source>
        <translation>La carpeta falta o no se puede escribir en ella.</translation>
    </message>
    <message>
        <source>The folder may be read-only, or the disk may be full. The project is as it was.</source>
        <translation>Puede que la carpeta sea de solo lectura o que el disco esté lleno. El proyecto está como estaba.</translation>
    </message>
    <message>
        <source>The folder {folder} does not let TuneDesk write. The model itself is as it was.</source>
        <translation>La carpeta {folder} no permite que TuneDesk escriba. El modelo en sí está como estaba.</translation>
    </message>
    <message>
        <source>The folder “{name}” is not there.</source>
        <translation>La carpeta «{name}» no está.</translation>
    </message>
    <message>
        <source>The folder “{name}” is there already, and it holds files.</source>
        <translation>La carpeta «{name}» ya existe y contiene archivos.</translation>
    </message>
    <message>
        <source>The form of a row: a chat with messages, a prompt with its completion, or a preference pair.</source>
        <translation>La forma de una fila: un chat con mensajes, un prompt con su respuesta o un par de preferencia.</translation>
    </message>
    <message>
        <source>The hub does not know your token any more.</source>
        <translation>El hub ya no conoce su token.</translation>
    </message>
    <message>
        <source>The hub has no model “{model}” that you may see.</source>
        <translation>El hub no tiene ningún modelo «{model}» que usted pueda ver.</translation>
    </message>
    <message>
        <source>The judge does not know what to go by.</source>
        <translation>El juez no sabe en qué basarse.</translation>
    </message>
    <message>
        <source>The key (token) is the text in the file that the engine there was started with: tunedesk engine --host ADDRESS --port 8077 --linger 31536000 --token-file FILE. ADDRESS is that computer&apos;s own address in your network, --linger lets it wait a year for you. Whoever runs the engine makes the text up, long and hard to guess, and tells it to you.</source>
        <translation>La clave (token) es el texto del archivo con el que se inició allí el motor: tunedesk engine --host ADDRESS --port 8077 --linger 31536000 --token-file FILE. ADDRESS es la dirección de ese equipo en su red; con --linger espera un año por usted. Quien gestiona el motor inventa el texto, largo y difícil de adivinar, y se lo comunica.</translation>
    </message>
    <message>
        <source>The key for {provider} was stored by another password store than the one that answers now.</source>
        <translation>La clave de {provider} la guardó otro llavero, no el que responde ahora.</translation>
    </message>
    <message>
        <source>The key is still stored there; TuneDesk will find it again at the next start.</source>
        <translation>La clave sigue guardada allí; TuneDesk la encontrará de nuevo la próxima vez que se inicie.</translation>
    </message>
    <message>
        <source>The key was neither read nor changed.</source>
        <translation>La clave no se leyó ni se cambió.</translation>
    </message>
    <message>
        <source>The last change may not be saved. Everything before it is safe.</source>
        <translation>Puede que el último cambio no se haya guardado. Todo lo anterior está a salvo.</translation>
    </message>
    <message>
        <source>The last change was not saved. Everything before it is safe in the project file.</source>
        <translation>El último cambio no se guardó. Todo lo anterior está a salvo en el archivo del proyecto.</translation>
    </message>
    <message>
        <source>The last change was not saved. Everything before it is safe.</source>
        <translation>El último cambio no se guardó. Todo lo anterior está a salvo.</translation>
    </message>
    <message>
        <source>The last message of the row has no answer.</source>
        <translation>El último mensaje de la fila no tiene respuesta.</translation>
    </message>
    <message>
        <source>The line holds an example in its columns and another one in “{column}”; only one can be meant. Empty one of the two.</source>
        <translation>La línea contiene un ejemplo en sus columnas y otro en «{column}»; solo puede valer uno. Vacíe uno de los dos.</translation>
    </message>
    <message>
        <source>The list of messages is empty.</source>
        <translation>La lista de mensajes está vacía.</translation>
    </message>
    <message>
        <source>The list of providers could not be written.</source>
        <translation>No se pudo escribir la lista de proveedores.</translation>
    </message>
    <message>
        <source>The list of providers “{name}” cannot be read.</source>
        <translation>La lista de proveedores «{name}» no se puede leer.</translation>
    </message>
    <message>
        <source>The list of what was spent (“{name}”) cannot be read.</source>
        <translation>La lista de lo gastado («{name}») no se puede leer.</translation>
    </message>
    <message>
        <source>The makers of “{model}” give it to those only who agree to their licence.</source>
        <translation>Los creadores de «{model}» solo lo dan a quienes aceptan su licencia.</translation>
    </message>
    <message>
        <source>The meaning of rows can be written as CSV, as Parquet, or as arrays of NumPy.</source>
        <translation>El significado de las filas se puede escribir como CSV, como Parquet o como matrices de NumPy.</translation>
    </message>
    <message>
        <source>The messages are not a list.</source>
        <translation>Los mensajes no son una lista.</translation>
    </message>
    <message>
        <source>The model cannot learn which answer belongs to what. Choose another column for the question, or leave the questions empty if the model is to write such texts unasked.</source>
        <translation>El modelo no puede aprender qué respuesta corresponde a qué. Elija otra columna para la pregunta, o deje las preguntas vacías si el modelo ha de escribir esos textos sin que se le pida.</translation>
    </message>
    <message>
        <source>The model could take the first one for the end of the question. A separator should stand nowhere else.</source>
        <translation>El modelo podría tomar el primero por el final de la pregunta. Un separador no debería aparecer en ningún otro lugar.</translation>
    </message>
    <message>
        <source>The model decides with its first piece of text (token). Classes whose first words differ are told apart more surely.</source>
        <translation>El modelo decide con su primer trozo de texto (token). Las clases cuyas primeras palabras son distintas se distinguen con más seguridad.</translation>
    </message>
    <message>
        <source>The model does not get to see the row: put {{prompt}} or {{completion}} into the text.</source>
        <translation>El modelo no llega a ver la fila: ponga {{prompt}} o {{completion}} en el texto.</translation>
    </message>
    <message>
        <source>The model goes once through all rows of the training part.</source>
        <translation>El modelo pasa una vez por todas las filas de la parte de entrenamiento.</translation>
    </message>
    <message>
        <source>The model has seen the answer, so the measurement would flatter it. A question should stand in one part alone.</source>
        <translation>El modelo ha visto la respuesta, así que la medición lo favorecería. Una pregunta debería estar en una sola parte.</translation>
    </message>
    <message>
        <source>The model is deleted, but not what was uploaded for it to {provider}: {names}.</source>
        <translation>El modelo se eliminó, pero no lo que se subió para él a {provider}: {names}.</translation>
    </message>
    <message>
        <source>The model learns from the difference between a better and a worse answer. Here there is none.</source>
        <translation>El modelo aprende de la diferencia entre una respuesta mejor y una peor. Aquí no hay ninguna.</translation>
    </message>
    <message>
        <source>The model learns from the difference between a better and a worse answer. It needs both.</source>
        <translation>El modelo aprende de la diferencia entre una respuesta mejor y una peor. Necesita las dos.</translation>
    </message>
    <message>
        <source>The model learns the answers (assistant messages). Without one there is nothing to learn, and providers refuse the file.</source>
        <translation>El modelo aprende las respuestas (mensajes del asistente). Sin ninguna no hay nada que aprender, y los proveedores rechazan el archivo.</translation>
    </message>
    <message>
        <source>The model learns the answers. What comes after the last one teaches nothing, and providers refuse such a file.</source>
        <translation>El modelo aprende las respuestas. Lo que viene después de la última no enseña nada, y los proveedores rechazan un archivo así.</translation>
    </message>
    <message>
        <source>The model learns to call what it has not been told of. Add the tool to the list of the row (tools).</source>
        <translation>El modelo aprende a llamar algo de lo que no se le ha hablado. Añada la herramienta a la lista de la fila (tools).</translation>
    </message>
    <message>
        <source>The model learns to write texts like these without being asked (open-ended generation). If you want it to answer, choose a column with the questions.</source>
        <translation>El modelo aprende a escribir textos como estos sin que se le pregunte (generación abierta). Si quiere que responda, elija una columna con las preguntas.</translation>
    </message>
    <message>
        <source>The model repeats the rows it has seen and gets worse on others. The coach says when this begins.</source>
        <translation>El modelo repite las filas que ha visto y empeora con las demás. El entrenador dice cuándo empieza eso.</translation>
    </message>
    <message>
        <source>The model returned numbers that say nothing.</source>
        <translation>El modelo devolvió números que no dicen nada.</translation>
    </message>
    <message>
        <source>The model should get the same instruction (system message) in training as later in use.</source>
        <translation>El modelo debería recibir en el entrenamiento la misma instrucción (mensaje de sistema) que después en el uso.</translation>
    </message>
    <message>
        <source>The model takes in {limit} tokens (pieces of words); the longest row has {longest}. The rest would be cut off at the end, and with it the answer.</source>
        <translation>El modelo admite {limit} tokens (trozos de palabras); la fila más larga tiene {longest}. El resto se cortaría por el final, y con él la respuesta.</translation>
    </message>
    <message>
        <source>The model that a training starts from. It can write already, but knows nothing of your rows.</source>
        <translation>El modelo del que parte un entrenamiento. Ya sabe escribir, pero no sabe nada de sus filas.</translation>
    </message>
    <message>
        <source>The model to begin with could not be unpacked.</source>
        <translation>No se pudo desempaquetar el modelo inicial.</translation>
    </message>
    <message>
        <source>The model was kept as it was after step {step} (checkpoint).</source>
        <translation>Se guardó el modelo tal como estaba tras el paso {step} (punto de control).</translation>
    </message>
    <message>
        <source>The model would learn to give these answers to anything. Add what was asked, or take the rows out.</source>
        <translation>El modelo aprendería a dar estas respuestas a cualquier cosa. Añada lo que se preguntó o quite las filas.</translation>
    </message>
    <message>
        <source>The model would spend its effort on writing the same words each time; an answer (completion) needs only what differs from row to row. If they are the manner you want, such as a greeting, leave them.</source>
        <translation>El modelo gastaría su esfuerzo en escribir cada vez las mismas palabras; una respuesta (completion) solo necesita lo que cambia de fila a fila. Si son el estilo que usted quiere, como un saludo, déjelas.</translation>
    </message>
    <message>
        <source>The model you chose cannot learn from rows of this shape: {count}</source>
        <translation>El modelo que eligió no puede aprender de filas con esta forma: {count}</translation>
    </message>
    <message>
        <source>The model “{model}” is not there any more.</source>
        <translation>El modelo «{model}» ya no está.</translation>
    </message>
    <message>
        <source>The model “{name}” on this computer cannot be read: its list of tokens is damaged.</source>
        <translation>El modelo «{name}» de este equipo no se puede leer: su lista de tokens está dañada.</translation>
    </message>
    <message>
        <source>The model “{target}” is not in the list of models.</source>
        <translation>El modelo «{target}» no está en la lista de modelos.</translation>
    </message>
    <message>
        <source>The name or note could not be kept.</source>
        <translation>No se pudo guardar el nombre o la nota.</translation>
    </message>
    <message>
        <source>The other one is better.</source>
        <translation>El otro es mejor.</translation>
    </message>
    <message>
        <source>The pack “{name}” could not be read.</source>
        <translation>No se pudo leer el paquete «{name}».</translation>
    </message>
    <message>
        <source>The pack “{name}” could not be written.</source>
        <translation>No se pudo escribir el paquete «{name}».</translation>
    </message>
    <message>
        <source>The pack “{name}” is damaged.</source>
        <translation>El paquete «{name}» está dañado.</translation>
    </message>
    <message>
        <source>The packages are whole, but they do not start on this computer.</source>
        <translation>Los paquetes están enteros, pero no arrancan en este equipo.</translation>
    </message>
    <message>
        <source>The packages come from the internet, so nothing was fetched.</source>
        <translation>Los paquetes vienen de internet, así que no se trajo nada.</translation>
    </message>
    <message>
        <source>The packages were fetched, but they do not start on this computer.</source>
        <translation>Los paquetes se trajeron, pero no arrancan en este equipo.</translation>
    </message>
    <message>
        <source>The part of TuneDesk that reads files could not be started.</source>
        <translation>No se pudo iniciar la parte de TuneDesk que lee archivos.</translation>
    </message>
    <message>
        <source>The part of TuneDesk that reads files has stopped.</source>
        <translation>La parte de TuneDesk que lee archivos se ha detenido.</translation>
    </message>
    <message>
        <source>The part of TuneDesk that trains and answers on this computer. It works on when the window is closed.</source>
        <translation>La parte de TuneDesk que entrena y responde en este equipo. Sigue trabajando cuando la ventana está cerrada.</translation>
    </message>
    <message>
        <source>The password store of this computer did not answer.</source>
        <translation>El llavero de este equipo no respondió.</translation>
    </message>
    <message>
        <source>The password store of this computer did not delete the key.</source>
        <translation>El llavero de este equipo no eliminó la clave.</translation>
    </message>
    <message>
        <source>The password store of this computer is locked.</source>
        <translation>El llavero de este equipo está bloqueado.</translation>
    </message>
    <message>
        <source>The pattern “{sought}” takes too long.</source>
        <translation>El patrón «{sought}» tarda demasiado.</translation>
    </message>
    <message>
        <source>The pictures up to there are in the folder; nothing of yours was touched.</source>
        <translation>Las imágenes hechas hasta ahí están en la carpeta; no se tocó nada suyo.</translation>
    </message>
    <message>
        <source>The place where the packages lie could not be reached.</source>
        <translation>No se pudo llegar al lugar donde están los paquetes.</translation>
    </message>
    <message>
        <source>The plan wants to learn from preferences (DPO), and the rows have one answer each.</source>
        <translation>El plan quiere aprender de preferencias (DPO), y cada fila tiene una sola respuesta.</translation>
    </message>
    <message>
        <source>The programs that read such a folder stop at it, so nothing was written.</source>
        <translation>Los programas que leen una carpeta así se detienen ahí, así que no se escribió nada.</translation>
    </message>
    <message>
        <source>The project itself is saved, and the backups of earlier days are where they were.</source>
        <translation>El proyecto está guardado y las copias de días anteriores siguen en su sitio.</translation>
    </message>
    <message>
        <source>The project with the record of its training was not open when this card was written.</source>
        <translation>El proyecto con el registro de su entrenamiento no estaba abierto cuando se escribió esta ficha.</translation>
    </message>
    <message>
        <source>The project “{name}” holds other examples than these files.</source>
        <translation>El proyecto «{name}» contiene otros ejemplos que estos archivos.</translation>
    </message>
    <message>
        <source>The prompt is longer than this model can read.</source>
        <translation>El prompt es más largo de lo que este modelo puede leer.</translation>
    </message>
    <message>
        <source>The provider checks the model against its rules of use.</source>
        <translation>El proveedor comprueba si el modelo cumple sus normas de uso.</translation>
    </message>
    <message>
        <source>The provider names the price: {cost}</source>
        <translation>El proveedor indica el precio: {cost}</translation>
    </message>
    <message>
        <source>The proxy on the way to {provider} cannot be used.</source>
        <translation>El proxy en el camino a {provider} no se puede usar.</translation>
    </message>
    <message>
        <source>The proxy on the way to {provider} did not let TuneDesk through.</source>
        <translation>El proxy en el camino a {provider} no dejó pasar a TuneDesk.</translation>
    </message>
    <message>
        <source>The questions have no common separator at their end.</source>
        <translation>Las preguntas no tienen un separador común al final.</translation>
    </message>
    <message>
        <source>The quotation mark at letter {at} is never closed.</source>
        <translation>La comilla del carácter {at} no se cierra nunca.</translation>
    </message>
    <message>
        <source>The request was not carried out, and trying again does not help.</source>
        <translation>La petición no se llevó a cabo, y no sirve de nada intentarlo otra vez.</translation>
    </message>
    <message>
        <source>The request was not carried out.</source>
        <translation>La petición no se llevó a cabo.</translation>
    </message>
    <message>
        <source>The request was not carried out. Trainings that run there go on.</source>
        <translation>La petición no se llevó a cabo. Los entrenamientos que se ejecutan allí continúan.</translation>
    </message>
    <message>
        <source>The request was not carried out. Your data is safe.</source>
        <translation>La petición no se llevó a cabo. Sus datos están a salvo.</translation>
    </message>
    <message>
        <source>The results would have no place to go, so nothing was begun.</source>
        <translation>Los resultados no tendrían adónde ir, así que no se empezó nada.</translation>
    </message>
    <message>
        <source>The row ends too early: a brace, a bracket or a value is missing at its end.</source>
        <translation>La fila termina demasiado pronto: falta una llave, un corchete o un valor al final.</translation>
    </message>
    <message>
        <source>The row gives a message a weight other than 0 or 1, and it would be lost.</source>
        <translation>La fila da a un mensaje un peso distinto de 0 o 1, y se perdería.</translation>
    </message>
    <message>
        <source>The row gives its speakers names, and a prompt with a completion has no place for them.</source>
        <translation>La fila da nombres a sus interlocutores, y un prompt con completion no tiene sitio para ellos.</translation>
    </message>
    <message>
        <source>The row has neither messages nor a prompt with its completion.</source>
        <translation>La fila no tiene ni mensajes ni un prompt con su completion.</translation>
    </message>
    <message>
        <source>The row has no answer that is to be learnt.</source>
        <translation>La fila no tiene ninguna respuesta que aprender.</translation>
    </message>
    <message>
        <source>The row has no entry “{key}”.</source>
        <translation>La fila no tiene ninguna entrada «{key}».</translation>
    </message>
    <message>
        <source>The row has too many levels of brackets within each other.</source>
        <translation>La fila tiene demasiados niveles de corchetes o llaves unos dentro de otros.</translation>
    </message>
    <message>
        <source>The row holds a character that is no text (NUL); files get them when they are damaged.</source>
        <translation>La fila contiene un carácter que no es texto (NUL); aparece en archivos que se han dañado.</translation>
    </message>
    <message>
        <source>The row holds a number of thousands of digits.</source>
        <translation>La fila contiene un número de miles de cifras.</translation>
    </message>
    <message>
        <source>The row holds a picture or a sound, and a prompt with a completion can only hold text.</source>
        <translation>La fila contiene una imagen o un sonido, y un prompt con completion solo puede contener texto.</translation>
    </message>
    <message>
        <source>The row holds “{key}”, and the other shape has no place for it.</source>
        <translation>La fila contiene «{key}», y la otra forma no tiene sitio para ello.</translation>
    </message>
    <message>
        <source>The row is as it was; this one change was not made.</source>
        <translation>La fila está como estaba; solo no se hizo este cambio.</translation>
    </message>
    <message>
        <source>The row is kept as it is, but it cannot be shown or trained on.</source>
        <translation>La fila se conserva tal como está, pero no se puede mostrar ni usar para entrenar.</translation>
    </message>
    <message>
        <source>The row is longer than 32 million characters.</source>
        <translation>La fila tiene más de 32 millones de caracteres.</translation>
    </message>
    <message>
        <source>The row uses tools (functions the model may call), and a prompt with a completion cannot hold them.</source>
        <translation>La fila usa herramientas (funciones que el modelo puede llamar), y un prompt con completion no puede contenerlas.</translation>
    </message>
    <message>
        <source>The rows are checked.</source>
        <translation>Las filas se están revisando.</translation>
    </message>
    <message>
        <source>The rows are in order. The training waits for its turn.</source>
        <translation>Las filas están en orden. El entrenamiento espera su turno.</translation>
    </message>
    <message>
        <source>The rows are of different kinds (chat, prompt and completion, or preference pairs).</source>
        <translation>Las filas son de distintos tipos (chat, prompt y completion, o pares de preferencia).</translation>
    </message>
    <message>
        <source>The rows are pairs of a better and a worse answer, and the plan wants single answers.</source>
        <translation>Las filas son pares de una respuesta mejor y una peor, y el plan quiere respuestas únicas.</translation>
    </message>
    <message>
        <source>The rows cannot be counted or checked for it; your project is as it was.</source>
        <translation>Las filas no se pueden contar ni revisar para él; su proyecto está como estaba.</translation>
    </message>
    <message>
        <source>The rows have changed since this training was planned.</source>
        <translation>Las filas han cambiado desde que se planeó este entrenamiento.</translation>
    </message>
    <message>
        <source>The rows have no place to go, so nothing was imported.</source>
        <translation>Las filas no tienen adónde ir, así que no se importó nada.</translation>
    </message>
    <message>
        <source>The rows of this project are pairs of a better and a worse answer.</source>
        <translation>Las filas de este proyecto son pares de una respuesta mejor y una peor.</translation>
    </message>
    <message>
        <source>The rows that were chosen are not in the table any more. Nothing was asked.</source>
        <translation>Las filas elegidas ya no están en la tabla. No se preguntó nada.</translation>
    </message>
    <message>
        <source>The search was ended, so that your computer stays free. Nothing was changed.</source>
        <translation>La búsqueda se terminó para que su equipo quede libre. No se cambió nada.</translation>
    </message>
    <message>
        <source>The self-test broke off because of a fault nobody foresaw.</source>
        <translation>La autocomprobación se interrumpió por un fallo que nadie había previsto.</translation>
    </message>
    <message>
        <source>The server with “{model}” could not be reached, or it broke off.</source>
        <translation>No se pudo contactar con el servidor de «{model}», o este interrumpió la conexión.</translation>
    </message>
    <message>
        <source>The sheet “{sheet}” of “{name}” is empty.</source>
        <translation>La hoja «{sheet}» de «{name}» está vacía.</translation>
    </message>
    <message>
        <source>The sheet “{sheet}” of “{name}” is too large to be read as a workbook.</source>
        <translation>La hoja «{sheet}» de «{name}» es demasiado grande para leerla como libro.</translation>
    </message>
    <message>
        <source>The short prompt does not say {names}, so the trained model cannot know it.</source>
        <translation>El prompt corto no menciona {names}, así que el modelo entrenado no puede saberlo.</translation>
    </message>
    <message>
        <source>The sign � stands where a letter could not be read. Most often the file has another encoding: go back and choose it, and the letters return.</source>
        <translation>El signo � está donde no se pudo leer una letra. Casi siempre el archivo tiene otra codificación: vuelva atrás y elíjala, y las letras reaparecerán.</translation>
    </message>
    <message>
        <source>The small base model that TuneDesk uses unless you choose another. It learns on an ordinary computer.</source>
        <translation>El modelo base pequeño que TuneDesk usa si no elige otro. Aprende en un equipo corriente.</translation>
    </message>
    <message>
        <source>The sums there will be too low by this amount; your provider&apos;s own page has the whole.</source>
        <translation>Las sumas de allí quedarán cortas en este importe; la página de su proveedor tiene el total.</translation>
    </message>
    <message>
        <source>The system refused it, or another program holds it. Nothing was imported.</source>
        <translation>El sistema lo impidió, o lo está usando otro programa. No se importó nada.</translation>
    </message>
    <message>
        <source>The table of measurements was put down (results file).</source>
        <translation>Se guardó la tabla de mediciones (archivo de resultados).</translation>
    </message>
    <message>
        <source>The template of the answer needs {{response}}: the place where the model&apos;s answer goes.</source>
        <translation>La plantilla de la respuesta necesita {{response}}: el lugar donde va la respuesta del modelo.</translation>
    </message>
    <message>
        <source>The text that a model is asked with.</source>
        <translation>El texto con el que se pregunta a un modelo.</translation>
    </message>
    <message>
        <source>The tour broke off because of a fault nobody foresaw.</source>
        <translation>El recorrido se interrumpió por un fallo que nadie había previsto.</translation>
    </message>
    <message>
        <source>The tour could not reach “{control}” with the keyboard.</source>
        <translation>El recorrido no pudo llegar a «{control}» con el teclado.</translation>
    </message>
    <message>
        <source>The tour stopped at the check-up: {finding}</source>
        <translation>El recorrido se detuvo en la revisión: {finding}</translation>
    </message>
    <message>
        <source>The tour stopped at the step “{step}”: it waited {seconds} seconds without seeing what should happen.</source>
        <translation>El recorrido se detuvo en el paso «{step}»: esperó {seconds} segundos sin ver lo que debía ocurrir.</translation>
    </message>
    <message>
        <source>The trained model would stop at the first one, in the middle of its answer. An end mark (stop sequence) should stand nowhere else.</source>
        <translation>El modelo entrenado se detendría en la primera, en medio de su respuesta. Una marca de final (secuencia de parada) no debería aparecer en ningún otro lugar.</translation>
    </message>
    <message>
        <source>The training began.</source>
        <translation>El entrenamiento empezó.</translation>
    </message>
    <message>
        <source>The training broke down: from step {step} on its loss is not a number any more (NaN).</source>
        <translation>El entrenamiento se vino abajo: desde el paso {step} su pérdida (loss) ya no es un número (NaN).</translation>
    </message>
    <message>
        <source>The training ended before it was finished.</source>
        <translation>El entrenamiento terminó antes de completarse.</translation>
    </message>
    <message>
        <source>The training engine on this computer did not start.</source>
        <translation>El motor de entrenamiento de este equipo no se inició.</translation>
    </message>
    <message>
        <source>The training file could not be written.</source>
        <translation>No se pudo escribir el archivo de entrenamiento.</translation>
    </message>
    <message>
        <source>The training file has {size} MB, and {provider} takes at most {most} MB.</source>
        <translation>El archivo de entrenamiento tiene {size} MB, y {provider} admite como máximo {most} MB.</translation>
    </message>
    <message>
        <source>The training goes on where it was.</source>
        <translation>El entrenamiento continúa donde estaba.</translation>
    </message>
    <message>
        <source>The training is finished.</source>
        <translation>El entrenamiento ha terminado.</translation>
    </message>
    <message>
        <source>The training loss did not fall ({first}, at the end {last}).</source>
        <translation>La pérdida de entrenamiento no bajó ({first}, al final {last}).</translation>
    </message>
    <message>
        <source>The training loss fell from {first} to {last}.</source>
        <translation>La pérdida de entrenamiento bajó de {first} a {last}.</translation>
    </message>
    <message>
        <source>The training loss has not fallen so far ({first}, now {last}).</source>
        <translation>La pérdida de entrenamiento no ha bajado por ahora ({first}, ahora {last}).</translation>
    </message>
    <message>
        <source>The training part of TuneDesk is not installed on this computer.</source>
        <translation>La parte de TuneDesk para entrenar no está instalada en este equipo.</translation>
    </message>
    <message>
        <source>The training stopped early: the validation loss did not get better any more.</source>
        <translation>El entrenamiento se detuvo antes: la pérdida de validación ya no mejoraba.</translation>
    </message>
    <message>
        <source>The training there goes on.</source>
        <translation>El entrenamiento continúa allí.</translation>
    </message>
    <message>
        <source>The training was cancelled.</source>
        <translation>El entrenamiento se canceló.</translation>
    </message>
    <message>
        <source>The training was interrupted and goes on from step {step}.</source>
        <translation>El entrenamiento se interrumpió y continúa desde el paso {step}.</translation>
    </message>
    <message>
        <source>The training was paused.</source>
        <translation>El entrenamiento se puso en pausa.</translation>
    </message>
    <message>
        <source>The training was set up.</source>
        <translation>El entrenamiento quedó preparado.</translation>
    </message>
    <message>
        <source>The training was told to go on.</source>
        <translation>Se dio la orden de continuar el entrenamiento.</translation>
    </message>
    <message>
        <source>The training will leave about {needed} MB on the disk, and only {free} MB are free. Make some room first.</source>
        <translation>El entrenamiento dejará unos {needed} MB en el disco, y solo hay {free} MB libres. Haga sitio antes.</translation>
    </message>
    <message>
        <source>The tuned model is ready: {model}</source>
        <translation>El modelo entrenado está listo: {model}</translation>
    </message>
    <message>
        <source>The turn you changed is not there any more: the row was changed meanwhile.</source>
        <translation>El turno que cambió ya no está: entretanto se cambió la fila.</translation>
    </message>
    <message>
        <source>The two parts differ: already at the first steps the validation loss was {valid}, the training loss {train}.</source>
        <translation>Las dos partes son distintas: ya en los primeros pasos la pérdida de validación era {valid} y la pérdida de entrenamiento {train}.</translation>
    </message>
    <message>
        <source>The word list {name}, with which TuneDesk counts tokens, cannot be read.</source>
        <translation>La lista de palabras {name}, con la que TuneDesk cuenta los tokens, no se puede leer.</translation>
    </message>
    <message>
        <source>The worse answer is empty.</source>
        <translation>La respuesta peor está vacía.</translation>
    </message>
    <message>
        <source>There are answers, but no questions.</source>
        <translation>Hay respuestas, pero no hay preguntas.</translation>
    </message>
    <message>
        <source>There are fewer than 10 rows in the training part.</source>
        <translation>Hay menos de 10 filas en la parte de entrenamiento.</translation>
    </message>
    <message>
        <source>There are no answers to judge.</source>
        <translation>No hay respuestas que juzgar.</translation>
    </message>
    <message>
        <source>There are no rows to export.</source>
        <translation>No hay filas que exportar.</translation>
    </message>
    <message>
        <source>There are no rows to learn from, so nothing was imported.</source>
        <translation>No hay filas de las que aprender, así que no se importó nada.</translation>
    </message>
    <message>
        <source>There are no rows to test with.</source>
        <translation>No hay filas con las que hacer la prueba.</translation>
    </message>
    <message>
        <source>There are no training examples at {name}.</source>
        <translation>No hay ejemplos de entrenamiento en {name}.</translation>
    </message>
    <message>
        <source>There are no validation rows, so only the training loss will be drawn.</source>
        <translation>No hay filas de validación, así que solo se dibujará la pérdida de entrenamiento.</translation>
    </message>
    <message>
        <source>There are {different} different instructions (system messages). A model learns fastest with one, and works best when it gets the same one later.</source>
        <translation>Hay {different} instrucciones distintas (mensajes de sistema). Un modelo aprende más rápido con una sola, y funciona mejor si después recibe la misma.</translation>
    </message>
    <message>
        <source>Providers refuse messages with entries they do not know. Rows that have such: {count}.</source>
        <translation>Los proveedores rechazan mensajes con entradas que no conocen. Filas que las tienen: {count}.</translation>
    </message>
    <message>
        <source>A model that always answers “{most}” would be right in {share} % of the rows, and of the rare classes it sees too little to tell them apart. More rows of those help most.</source>
        <translation>Un modelo que responde siempre «{most}» acertaría en el {share} % de las filas, y de las clases poco frecuentes ve demasiado poco para distinguirlas. Lo que más ayuda es añadir filas de esas.</translation>
    </message>
    <message>
        <source>Bring rows into the project first, or use the excluded ones again.</source>
        <translation>Traiga primero filas al proyecto o vuelva a usar las excluidas.</translation>
    </message>
    <message>
        <source>Choose learning from preferences (DPO) in the plan, or convert the rows into chats: “Check up…” on the page Data.</source>
        <translation>Elija en el plan el aprendizaje por preferencias (DPO), o convierta las filas en chats: «Revisar…» en la página Datos.</translation>
    </message>
    <message>
        <source>Enter the price in Preferences, Spending, Prices…, or leave the limit out (on the command line: --most).</source>
        <translation>Introduzca el precio en Preferencias, Gastos, Precios…, o prescinda del límite (en la línea de comandos: --most).</translation>
    </message>
    <message>
        <source>It learned the rows by heart: the validation loss ({valid}) is about twice the training loss ({train}) or more.</source>
        <translation>Se aprendió las filas de memoria: la pérdida de validación ({valid}) es más o menos el doble que la de entrenamiento ({train}), o más.</translation>
    </message>
    <message>
        <source>It learns the rows by heart: the validation loss ({valid}) is about twice the training loss ({train}) or more.</source>
        <translation>Se aprende las filas de memoria: la pérdida de validación ({valid}) es más o menos el doble que la de entrenamiento ({train}), o más.</translation>
    </message>
    <message>
        <source>Nobody could tell when its answers have cost so much. Nothing was asked.</source>
        <translation>Nadie podría decir cuándo sus respuestas han costado tanto. No se preguntó nada.</translation>
    </message>
    <message>
        <source>Rows with a text that begins like a formula: {rows} (in all: {count}). A spreadsheet program may calculate it when it opens this file; the Excel format keeps it a text.</source>
        <translation>Filas con un texto que empieza como una fórmula: {rows} (en total: {count}). Un programa de hojas de cálculo puede calcularlo al abrir este archivo; el formato de Excel lo mantiene como texto.</translation>
    </message>
    <message>
        <source>Rows with a text that is longer than a cell of Excel may be: {rows} (in all: {count}).</source>
        <translation>Filas con un texto más largo de lo que admite una celda de Excel: {rows} (en total: {count}).</translation>
    </message>
    <message>
        <source>Rows with an invisible character (NUL), for many programs the end of a text: {rows} (in all: {count}).</source>
        <translation>Filas con un carácter invisible (NUL) que para muchos programas marca el final de un texto: {rows} (en total: {count}).</translation>
    </message>
    <message>
        <source>Rows with control characters that a workbook cannot keep: {rows} (in all: {count}).</source>
        <translation>Filas con caracteres de control que un libro no puede conservar: {rows} (en total: {count}).</translation>
    </message>
    <message>
        <source>Rows with half of a character, as a bad copy leaves it behind: {rows} (in all: {count}).</source>
        <translation>Filas con medio carácter, como el que deja una mala copia: {rows} (en total: {count}).</translation>
    </message>
    <message>
        <source>Rows with half of a character: {rows} (in all: {count}). Most providers refuse such a row; the check-up can mend it.</source>
        <translation>Filas con medio carácter: {rows} (en total: {count}). La mayoría de los proveedores rechaza una fila así; la revisión puede corregirla.</translation>
    </message>
    <message>
        <source>Rows with pictures or a text in several pieces: {rows} (in all: {count}).</source>
        <translation>Filas con imágenes o un texto en varios trozos: {rows} (en total: {count}).</translation>
    </message>
    <message>
        <source>The class “{most}” has {share} % of the rows; rows of “{least}”: {few}.</source>
        <translation>La clase «{most}» tiene el {share} % de las filas; filas de «{least}»: {few}.</translation>
    </message>
    <message>
        <source>The list of {names} (values: {count}) is not used: no template has this placeholder.</source>
        <translation>La lista de {names} (valores: {count}) no se usa: ninguna plantilla tiene este marcador.</translation>
    </message>
    <message>
        <source>The model takes each spelling for a class of its own. Rows that would be written like most others: {count}.</source>
        <translation>El modelo toma cada forma de escribirla por una clase propia. Filas que se escribirían como la mayoría de las demás: {count}.</translation>
    </message>
    <message>
        <source>The price of “{model}” is not known, so a limit in dollars cannot be kept.</source>
        <translation>El precio de «{model}» no se conoce, así que no se puede respetar un límite en dólares.</translation>
    </message>
    <message>
        <source>The request was not carried out. The provider&apos;s own words are in the details.</source>
        <translation>La petición no se llevó a cabo. Las palabras del propio proveedor están en los detalles.</translation>
    </message>
    <message>
        <source>The rows are of different kinds (chats, prompts with completions, pairs of answers). A training takes one kind alone: “Check up…” on the page Data turns them into one.</source>
        <translation>Las filas son de distintos tipos (chats, prompts con completion, pares de respuestas). Un entrenamiento admite un solo tipo: «Revisar…» en la página Datos las convierte en uno.</translation>
    </message>
    <message>
        <source>The rows of the table have changed since you began to look them over.</source>
        <translation>Las filas de la tabla han cambiado desde que empezó a revisarlas.</translation>
    </message>
    <message>
        <source>The table is empty, or all its rows are excluded.</source>
        <translation>La tabla está vacía, o todas sus filas están excluidas.</translation>
    </message>
    <message>
        <source>There are no rows to look over.</source>
        <translation>No hay filas que revisar.</translation>
    </message>
    <message>
        <source>There is a model with the name of “{model}” already.</source>
        <translation>Ya existe un modelo con el nombre «{model}».</translation>
    </message>
    <message>
        <source>There is already a project “{name}” in {folder}.</source>
        <translation>Ya existe un proyecto «{name}» en {folder}.</translation>
    </message>
    <message>
        <source>There is hardly anything to learn: the training loss was {first} from the first steps. The model knows these answers already, or they stand in the prompts.</source>
        <translation>Apenas hay nada que aprender: la pérdida de entrenamiento era {first} desde los primeros pasos. El modelo ya conoce estas respuestas, o están en los prompts.</translation>
    </message>
    <message>
        <source>There is no column {names}. There are: {known}.</source>
        <translation>No hay ninguna columna {names}. Existen: {known}.</translation>
    </message>
    <message>
        <source>There is no column “{column}”. The columns are: {columns}.</source>
        <translation>No hay ninguna columna «{column}». Las columnas son: {columns}.</translation>
    </message>
    <message>
        <source>There is no encoding called “{encoding}”.</source>
        <translation>No existe ninguna codificación llamada «{encoding}».</translation>
    </message>
    <message>
        <source>There is no key for {provider} yet.</source>
        <translation>Todavía no hay ninguna clave para {provider}.</translation>
    </message>
    <message>
        <source>There is no key for {provider}.</source>
        <translation>No hay ninguna clave para {provider}.</translation>
    </message>
    <message>
        <source>There is no message from the user. The model would learn to speak without being asked; look whether a column was missed.</source>
        <translation>No hay ningún mensaje del usuario. El modelo aprendería a hablar sin que se le pregunte; mire si se pasó por alto una columna.</translation>
    </message>
    <message>
        <source>There is no model to compare. The reason is in the details.</source>
        <translation>No hay ningún modelo que comparar. El motivo está en los detalles.</translation>
    </message>
    <message>
        <source>There is no model to test.</source>
        <translation>No hay ningún modelo que probar.</translation>
    </message>
    <message>
        <source>There is no model “{model}” that reads meanings at this place.</source>
        <translation>En este lugar no hay ningún modelo «{model}» que lea significados.</translation>
    </message>
    <message>
        <source>There is no prompt to ask.</source>
        <translation>No hay ningún prompt que preguntar.</translation>
    </message>
    <message>
        <source>There is no question.</source>
        <translation>No hay ninguna pregunta.</translation>
    </message>
    <message>
        <source>There is no sheet “{sheet}” in “{name}”.</source>
        <translation>No hay ninguna hoja «{sheet}» en «{name}».</translation>
    </message>
    <message>
        <source>There is no space left on the disk for “{name}”.</source>
        <translation>No queda espacio en el disco para «{name}».</translation>
    </message>
    <message>
        <source>There is no space left on the disk that holds “{name}”.</source>
        <translation>No queda espacio en el disco donde está «{name}».</translation>
    </message>
    <message>
        <source>There is no space left on the disk where {provider} keeps its files.</source>
        <translation>No queda espacio en el disco donde {provider} guarda sus archivos.</translation>
    </message>
    <message>
        <source>There is no space left on the disk while the file is being read.</source>
        <translation>No queda espacio en el disco mientras se lee el archivo.</translation>
    </message>
    <message>
        <source>There is no table to be written.</source>
        <translation>No hay ninguna tabla que escribir.</translation>
    </message>
    <message>
        <source>There is no text on the clipboard.</source>
        <translation>No hay texto en el portapapeles.</translation>
    </message>
    <message>
        <source>There is not enough room on that disk.</source>
        <translation>No hay espacio suficiente en ese disco.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk for “{model}”.</source>
        <translation>No hay espacio suficiente en el disco para «{model}».</translation>
    </message>
    <message>
        <source>There is not enough room on the disk for “{name}”.</source>
        <translation>No hay espacio suficiente en el disco para «{name}».</translation>
    </message>
    <message>
        <source>There is not enough room on the disk.</source>
        <translation>No hay bastante sitio en el disco.</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>Está vacía.</translation>
    </message>
    <message>
        <source>There is nothing to learn from a question alone; the model would learn to say nothing.</source>
        <translation>De una pregunta sola no se puede aprender nada; el modelo aprendería a no decir nada.</translation>
    </message>
    <message>
        <source>There is nothing to learn in these rows: from the first step on no loss could be measured.</source>
        <translation>En estas filas no hay nada que aprender: desde el primer paso no se pudo medir ninguna pérdida.</translation>
    </message>
    <message>
        <source>There is nothing to make rows of.</source>
        <translation>No hay nada con que crear filas.</translation>
    </message>
    <message>
        <source>There is nothing to tell apart: a model that always says this would be right in all {count} rows. Add rows with other answers, or choose another column.</source>
        <translation>No hay nada que distinguir: un modelo que siempre diga esto acertaría en las {count} filas. Añada filas con otras respuestas o elija otra columna.</translation>
    </message>
    <message>
        <source>There is something called “{name}” in that place already.</source>
        <translation>En ese lugar ya hay algo llamado «{name}».</translation>
    </message>
    <message>
        <source>There is too little room on the disk for a backup of “{name}”.</source>
        <translation>Queda poco espacio en el disco para una copia de seguridad de «{name}».</translation>
    </message>
    <message>
        <source>These may stand there: {known}.</source>
        <translation>Ahí puede figurar: {known}.</translation>
    </message>
    <message>
        <source>These placeholders have no values yet: {names}. Doubled braces, {{{{ and }}}}, stand for plain ones.</source>
        <translation>Estos marcadores aún no tienen valores: {names}. Las llaves dobles, {{{{ y }}}}, representan llaves simples.</translation>
    </message>
    <message>
        <source>These rows stand in the table already, letter by letter. The model would see them more often than the others and take them for more important. The first of each stays.</source>
        <translation>Estas filas ya están en la tabla, letra por letra. El modelo las vería con más frecuencia que las demás y las tomaría por más importantes. La primera de cada una se queda.</translation>
    </message>
    <message>
        <source>These signs are invisible and come from other programs. The model would learn them, and some programs stop reading at them.</source>
        <translation>Estos signos son invisibles y vienen de otros programas. El modelo los aprendería, y algunos programas dejan de leer al encontrarlos.</translation>
    </message>
    <message>
        <source>They are gone, or have nothing in the column that was chosen. Nothing was asked.</source>
        <translation>Ya no están, o no tienen nada en la columna elegida. No se preguntó nada.</translation>
    </message>
    <message>
        <source>They are invisible and mostly come from a bad copy. Nothing was written, because they would be lost.</source>
        <translation>Son invisibles y casi siempre vienen de una mala copia. No se escribió nada, porque se perderían.</translation>
    </message>
    <message>
        <source>They ask the same and name different classes. The model cannot follow both; look at them, or keep the class that most of them name.</source>
        <translation>Preguntan lo mismo y dan clases distintas. El modelo no puede seguir las dos; mírelas o conserve la clase que da la mayoría.</translation>
    </message>
    <message>
        <source>They differ in a few words only. The model would see much the same again and again and take it for more important. Where the small difference is what matters (a number, a name), leave them.</source>
        <translation>Solo se distinguen en unas pocas palabras. El modelo vería casi lo mismo una y otra vez y lo tomaría por más importante. Donde cuenta la pequeña diferencia (un número, un nombre), déjelas.</translation>
    </message>
    <message>
        <source>They have more than {letters} letters. Very long rows are often cut, and what is lost is their end: the answer.</source>
        <translation>Tienen más de {letters} caracteres. Las filas muy largas a menudo se cortan, y lo que se pierde es el final: la respuesta.</translation>
    </message>
    <message>
        <source>They hold until you close TuneDesk. Your projects are not touched.</source>
        <translation>Valen hasta que cierre TuneDesk. Sus proyectos no se han tocado.</translation>
    </message>
    <message>
        <source>They stay in your file and do not reach the model. Go back if one of them belongs to the question or the answer.</source>
        <translation>Se quedan en su archivo y no llegan al modelo. Vuelva atrás si una de ellas pertenece a la pregunta o a la respuesta.</translation>
    </message>
    <message>
        <source>They stay with the rows and teach nothing. Some providers refuse a file for them; the export leaves out what a provider does not take.</source>
        <translation>Se quedan con las filas y no enseñan nada. Algunos proveedores rechazan un archivo por ellas; la exportación omite lo que un proveedor no admite.</translation>
    </message>
    <message>
        <source>They want to know who fetches it, so the hub asks for a token of your account there. Nothing was fetched.</source>
        <translation>Quieren saber quién lo descarga, así que el hub pide un token de la cuenta que tenga allí. No se descargó nada.</translation>
    </message>
    <message>
        <source>They were not there to choose when you said what each row becomes; the first is met on line {line}. Go back if one of them belongs to the question or the answer: now they stand in the menus.</source>
        <translation>No se podían elegir cuando usted indicó en qué se convierte cada fila; la primera aparece en la línea {line}. Vuelva atrás si una de ellas pertenece a la pregunta o a la respuesta: ahora están en los menús.</translation>
    </message>
    <message>
        <source>They were not touched, and nothing was written.</source>
        <translation>No se tocaron y no se escribió nada.</translation>
    </message>
    <message>
        <source>They were removed again; what was there before is unchanged.</source>
        <translation>Se quitaron otra vez; lo que había antes sigue igual.</translation>
    </message>
    <message>
        <source>They would read such a row wrongly, so nothing was written.</source>
        <translation>Leerían mal una fila así, por lo que no se escribió nada.</translation>
    </message>
    <message>
        <source>This cannot be asked yet: {reason}</source>
        <translation>Esto aún no se puede preguntar: {reason}</translation>
    </message>
    <message>
        <source>This comparison is not in the project any more.</source>
        <translation>Esta comparación ya no está en el proyecto.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>This conversation is not in the project any more.</source>
        <translation>Esta conversación ya no está en el proyecto.</translation>
    </message>
    <message>
        <source>This does not look like a key.</source>
        <translation>Esto no parece una clave.</translation>
    </message>
    <message>
        <source>This file is no pack of TuneDesk, or only a part of one.</source>
        <translation>Este archivo no es un paquete de TuneDesk, o es solo una parte de uno.</translation>
    </message>
    <message>
        <source>This folder holds what was learned (a LoRA adapter for PEFT), not the base model {base}. If that lies elsewhere, put its folder in the place of its name. Run this in the folder:</source>
        <translation>Esta carpeta contiene lo aprendido (un adaptador LoRA para PEFT), no el modelo base {base}. Si este se encuentra en otro sitio, ponga su carpeta en lugar de su nombre. Ejecute esto en la carpeta:</translation>
    </message>
    <message>
        <source>This folder is the whole model as Hugging Face&apos;s libraries read it. Run this in the folder:</source>
        <translation>Esta carpeta es el modelo completo tal como lo leen las bibliotecas de Hugging Face. Ejecute esto en la carpeta:</translation>
    </message>
    <message>
        <source>This is a single value or a list, not names with values between braces.</source>
        <translation>Es un solo valor o una lista, no nombres con valores entre llaves.</translation>
    </message>
    <message>
        <source>This is not a table of measurements.</source>
        <translation>Esto no es una tabla de mediciones.</translation>
    </message>
    <message>
        <source>This is not written as JSON should be, from letter {at} on.</source>
        <translation>A partir del carácter {at}, esto no está escrito como debe estarlo un JSON.</translation>
    </message>
    <message>
        <source>This looks like sorting into {classes} classes.</source>
        <translation>Esto parece una clasificación en {classes} clases.</translation>
    </message>
    <message>
        <source>This looks like writing a text for each question.</source>
        <translation>Esto parece escribir un texto para cada pregunta.</translation>
    </message>
    <message>
        <source>This pack claims to hold far more than a file of its size can.</source>
        <translation>Este paquete dice contener mucho más de lo que cabe en un archivo de su tamaño.</translation>
    </message>
    <message>
        <source>This pack holds a file whose name leads out of its folder, or that no pack has.</source>
        <translation>Este paquete contiene un archivo cuyo nombre lleva fuera de su carpeta, o que ningún paquete tiene.</translation>
    </message>
    <message>
        <source>This pack was made by a newer TuneDesk.</source>
        <translation>Este paquete se hizo con un TuneDesk más nuevo.</translation>
    </message>
    <message>
        <source>This page shows what was used and what it cost, day by day.</source>
        <translation>Esta página muestra lo que se usó y lo que costó, día por día.</translation>
    </message>
    <message>
        <source>This piece of work is not in the project any more.</source>
        <translation>Este trabajo ya no está en el proyecto.</translation>
    </message>
    <message>
        <source>This project has no rows that were kept away from training.</source>
        <translation>Este proyecto no tiene filas que se hayan dejado fuera del entrenamiento.</translation>
    </message>
    <message>
        <source>This provider was removed from the list.</source>
        <translation>Este proveedor se quitó de la lista.</translation>
    </message>
    <message>
        <source>This search is not in the project any more.</source>
        <translation>Esta búsqueda ya no está en el proyecto.</translation>
    </message>
    <message>
        <source>This sign (byte order mark) belongs to the start of a file. Inside a text it makes two words that look the same differ.</source>
        <translation>Este signo (marca de orden de bytes) corresponde al principio de un archivo. Dentro de un texto hace distintas dos palabras que se ven iguales.</translation>
    </message>
    <message>
        <source>This stands above the table, like a title.</source>
        <translation>Esto figura encima de la tabla, como un título.</translation>
    </message>
    <message>
        <source>This test is not in the project any more.</source>
        <translation>Esta prueba ya no está en el proyecto.</translation>
    </message>
    <message>
        <source>This training needs about {needed} MB of memory, and less is free at the moment. Close other programs, or choose fewer rows at once (batch size) or a smaller model.</source>
        <translation>Este entrenamiento necesita unos {needed} MB de memoria, y ahora hay menos libre. Cierre otros programas o elija menos filas a la vez (tamaño de lote) o un modelo más pequeño.</translation>
    </message>
    <message>
        <source>This training was started or given up in the meantime.</source>
        <translation>Este entrenamiento se inició o se abandonó entretanto.</translation>
    </message>
    <message>
        <source>This version does not know all that it may hold, so it was left untouched.</source>
        <translation>Esta versión no conoce todo lo que puede contener, así que no se tocó.</translation>
    </message>
    <message>
        <source>This very training is being started already.</source>
        <translation>Este mismo entrenamiento ya se está iniciando.</translation>
    </message>
    <message>
        <source>This works ({count} found).</source>
        <translation>Funciona ({count} encontrados).</translation>
    </message>
    <message>
        <source>This works ({count} found). The first of them is switched off on {date}.</source>
        <translation>Funciona ({count} encontrados). El primero de ellos se desconecta el {date}.</translation>
    </message>
    <message>
        <source>This works.</source>
        <translation>Funciona.</translation>
    </message>
    <message>
        <source>To a model these are commands, not text (special tokens). A provider refuses the whole file for a single one.</source>
        <translation>Para un modelo esto son órdenes, no texto (tokens especiales). Un proveedor rechaza el archivo entero por una sola.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>Tokens del prompt</translation>
    </message>
    <message>
        <source>Tokens: {tokens}, seconds: {seconds}</source>
        <translation>Tokens: {tokens}, segundos: {seconds}</translation>
    </message>
    <message>
        <source>Too little was measured to say how it went.</source>
        <translation>Se midió demasiado poco para decir cómo fue.</translation>
    </message>
    <message>
        <source>Train a model to name the label (fine-tuning).</source>
        <translation>Entrenar un modelo para que diga la clase (ajuste fino).</translation>
    </message>
    <message>
        <source>Train a model with your examples (fine-tuning).</source>
        <translation>Entrenar un modelo con sus ejemplos (ajuste fino).</translation>
    </message>
    <message>
        <source>Train again with fewer passes over the rows (epochs) than before, or add rows.</source>
        <translation>Entrene de nuevo con menos pasadas por las filas (épocas) que antes, o añada filas.</translation>
    </message>
    <message>
        <source>Train again with fewer passes over the rows (epochs: {passes}), or add rows.</source>
        <translation>Entrene de nuevo con menos pasadas por las filas (épocas: {passes}), o añada filas.</translation>
    </message>
    <message>
        <source>Train again with half the learning rate; also look for rows that are not like the others.</source>
        <translation>Entrene de nuevo con la mitad de la tasa de aprendizaje; busque también filas que no sean como las demás.</translation>
    </message>
    <message>
        <source>Train again with twice the learning rate, or with more rows.</source>
        <translation>Entrene de nuevo con el doble de tasa de aprendizaje o con más filas.</translation>
    </message>
    <message>
        <source>Train at a provider, or ask your IT department whether a newer TuneDesk or another Python is to be had.</source>
        <translation>Entrene en un proveedor, o pregunte a su departamento de informática si hay un TuneDesk más nuevo u otro Python.</translation>
    </message>
    <message>
        <source>Train without measuring classes, or give the answers the form of labels, such as “yes” and “no”.</source>
        <translation>Entrene sin medir clases, o dé a las respuestas la forma de etiquetas, como «sí» y «no».</translation>
    </message>
    <message>
        <source>Train without measuring classes, or on this computer with rows that have one answer each.</source>
        <translation>Entrene sin medir clases, o en este equipo con filas que tengan una sola respuesta cada una.</translation>
    </message>
    <message>
        <source>Training a model that can write already with your own examples, so that it answers your way.</source>
        <translation>Entrenar un modelo que ya sabe escribir con sus propios ejemplos, para que responda a su manera.</translation>
    </message>
    <message>
        <source>Training and answering need it. What was fetched so far is not used.</source>
        <translation>Hace falta para entrenar y responder. Lo descargado hasta ahora no se usa.</translation>
    </message>
    <message>
        <source>Training and asking on this computer will not work until it can.</source>
        <translation>Hasta entonces no funcionará ni entrenar ni preguntar en este equipo.</translation>
    </message>
    <message>
        <source>Training costs about</source>
        <translation>Coste aproximado del entrenamiento</translation>
    </message>
    <message>
        <source>Training is being set up on this computer already.</source>
        <translation>Ya se está preparando este equipo para entrenar.</translation>
    </message>
    <message>
        <source>Training needs at least {least} rows; with this split it has {count}.</source>
        <translation>El entrenamiento necesita al menos {least} filas; con esta división tiene {count}.</translation>
    </message>
    <message>
        <source>Training needs at least {least} training rows. Add rows, or move some to the training part.</source>
        <translation>El entrenamiento necesita al menos {least} filas de entrenamiento. Añada filas o pase algunas a la parte de entrenamiento.</translation>
    </message>
    <message>
        <source>Training on this computer cannot be set up with its system and Python {python}.</source>
        <translation>Este equipo, con su sistema y Python {python}, no se puede preparar para entrenar.</translation>
    </message>
    <message>
        <source>Training rows</source>
        <translation>Filas de entrenamiento</translation>
    </message>
    <message>
        <source>Training rows: {rows}. That is few; from 50 to 100 good ones on, a model gets clearly better.</source>
        <translation>Filas de entrenamiento: {rows}. Son pocas; a partir de 50 o 100 buenas, un modelo mejora claramente.</translation>
    </message>
    <message>
        <source>Training takes texts and pictures. A provider refuses anything else.</source>
        <translation>El entrenamiento admite textos e imágenes. Un proveedor rechaza cualquier otra cosa.</translation>
    </message>
    <message>
        <source>Training teaches a model how to answer, not what is true today: prices and opening hours it would make up. Find the passage that fits a question by its meaning, and give it to the model along with the question.</source>
        <translation>El entrenamiento enseña a un modelo cómo responder, no qué es cierto hoy: los precios y los horarios se los inventaría. Busque por su significado el pasaje que corresponde a una pregunta y déselo al modelo junto con la pregunta.</translation>
    </message>
    <message>
        <source>Training there costs nothing but electricity, so there is no limit to set.</source>
        <translation>Entrenar allí no cuesta nada más que electricidad, así que no hay ningún límite que fijar.</translation>
    </message>
    <message>
        <source>Training, answers and all of your data work without it.</source>
        <translation>El entrenamiento, las respuestas y todos sus datos funcionan sin internet.</translation>
    </message>
    <message>
        <source>Trainings at {provider}: {trainings}, with {megabytes} MB to fetch.</source>
        <translation>Entrenamientos en {provider}: {trainings}, con {megabytes} MB por descargar.</translation>
    </message>
    <message>
        <source>Trainings in the account: {trainings}. Home are: files ({file}), projects ({project}), models with their answers ({answers}).</source>
        <translation>Entrenamientos en la cuenta: {trainings}. En casa hay: archivos ({file}), proyectos ({project}), modelos con sus respuestas ({answers}).</translation>
    </message>
    <message>
        <source>Try again in a minute.</source>
        <translation>Inténtelo de nuevo en un minuto.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>Try again in a moment; if it stays so, compare the address with the documentation of your provider.</source>
        <translation>Inténtelo de nuevo en un momento; si sigue igual, compare la dirección con la documentación de su proveedor.</translation>
    </message>
    <message>
        <source>Try again, or delete that folder yourself.</source>
        <translation>Inténtelo de nuevo o elimine esa carpeta usted mismo.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Try again. If it happens once more, the end of the engine&apos;s log is in the details ({log}).</source>
        <translation>Inténtelo de nuevo. Si vuelve a ocurrir, el final del registro del motor está en los detalles ({log}).</translation>
    </message>
    <message>
        <source>Try again. If it stays so, the network in between changes what it passes on.</source>
        <translation>Inténtelo de nuevo. Si sigue igual, la red intermedia cambia lo que pasa por ella.</translation>
    </message>
    <message>
        <source>Try again: the rows are looked over as they are now, and your answers are kept.</source>
        <translation>Inténtelo de nuevo: se revisan las filas tal como están ahora y se conservan sus respuestas.</translation>
    </message>
    <message>
        <source>Try again; if it goes on, save a copy and report the details.</source>
        <translation>Inténtelo de nuevo; si continúa, guarde una copia e informe de los detalles.</translation>
    </message>
    <message>
        <source>Try again; if it goes on, the details help to find the cause.</source>
        <translation>Inténtelo de nuevo; si continúa, los detalles ayudan a encontrar la causa.</translation>
    </message>
    <message>
        <source>Try again; what was already fetched is not fetched twice.</source>
        <translation>Inténtelo de nuevo; lo que ya se descargó no se descarga dos veces.</translation>
    </message>
    <message>
        <source>TuneDesk cannot count or train with this model. Your data is not touched.</source>
        <translation>TuneDesk no puede contar ni entrenar con este modelo. Sus datos no se han tocado.</translation>
    </message>
    <message>
        <source>TuneDesk cannot read it there any more; this happens when the desktop or the system was changed.</source>
        <translation>TuneDesk ya no puede leerla allí; esto ocurre cuando se cambia el escritorio o el sistema.</translation>
    </message>
    <message>
        <source>TuneDesk does not go there: what you send is meant for the address that you entered, so nothing was sent on.</source>
        <translation>TuneDesk no va allí: lo que envía es para la dirección que usted escribió, así que no se reenvió nada.</translation>
    </message>
    <message>
        <source>TuneDesk does not speak its kind (SOCKS, for example), or its address has a slip. Nothing was sent.</source>
        <translation>TuneDesk no habla su tipo (SOCKS, por ejemplo), o su dirección tiene un error. No se envió nada.</translation>
    </message>
    <message>
        <source>TuneDesk is set to stay offline, so {provider} was not asked.</source>
        <translation>TuneDesk está configurado para trabajar sin conexión, así que no se preguntó a {provider}.</translation>
    </message>
    <message>
        <source>TuneDesk is set to stay offline, so “{model}” was not fetched.</source>
        <translation>TuneDesk está configurado para trabajar sin conexión, así que «{model}» no se descargó.</translation>
    </message>
    <message>
        <source>TuneDesk is set to stay offline.</source>
        <translation>TuneDesk está puesto para seguir sin conexión.</translation>
    </message>
    <message>
        <source>TuneDesk knows of no limit there that stops a training. Look in the console under billing, and begin with a small one.</source>
        <translation>TuneDesk no conoce allí ningún límite que detenga un entrenamiento. Mire en la consola, en el apartado de facturación, y empiece con uno pequeño.</translation>
    </message>
    <message>
        <source>TuneDesk knows of no limit there that stops a training: a card is charged by itself at a threshold and at the start of the month. Look under “Billing” before you train, and begin with a small one.</source>
        <translation>TuneDesk no conoce allí ningún límite que detenga un entrenamiento: a la tarjeta se le cobra automáticamente al llegar a un umbral y a principios de mes. Mire en «Billing» antes de entrenar y empiece con uno pequeño.</translation>
    </message>
    <message>
        <source>TuneDesk saves every change at once, so it cannot work on a protected file.</source>
        <translation>TuneDesk guarda cada cambio enseguida, así que no puede trabajar con un archivo protegido.</translation>
    </message>
    <message>
        <source>Tuned model</source>
        <translation>Modelo entrenado</translation>
    </message>
    <message>
        <source>Turn off “Stay offline” under Preferences, Network, if you want to reach it.</source>
        <translation>Desactive «Trabajar sin conexión» en Preferencias, Red, si quiere llegar a él.</translation>
    </message>
    <message>
        <source>Turn off “Stay offline” under Preferences, Network, or take in a folder that came another way.</source>
        <translation>Desactive «Trabajar sin conexión» en Preferencias, Red, o incorpore una carpeta que haya llegado por otra vía.</translation>
    </message>
    <message>
        <source>Turn the rows into another shape, or choose another model.</source>
        <translation>Convierta las filas a otra forma o elija otro modelo.</translation>
    </message>
    <message>
        <source>Two at once would get into each other&apos;s way.</source>
        <translation>Dos a la vez se estorbarían.</translation>
    </message>
    <message>
        <source>Two of one name could not be told apart, so the new one was not taken in.</source>
        <translation>Dos con el mismo nombre no se podrían distinguir, así que el nuevo no se incorporó.</translation>
    </message>
    <message>
        <source>Two questions or two answers follow each other, or an answer comes first. Many open models cannot read that; the others learn an odd rhythm.</source>
        <translation>Dos preguntas o dos respuestas van seguidas, o una respuesta va primero. Muchos modelos abiertos no pueden leer eso; los demás aprenden un ritmo extraño.</translation>
    </message>
    <message>
        <source>Two windows writing one project could contradict each other, so it was not opened twice.</source>
        <translation>Dos ventanas escribiendo en un mismo proyecto podrían contradecirse, así que no se abrió dos veces.</translation>
    </message>
    <message>
        <source>Under which licence the base model {base} is, is not known here. Look at its makers&apos; page before this model is given to others.</source>
        <translation>Aquí no se sabe qué licencia tiene el modelo base {base}. Consulte la página de sus creadores antes de dar este modelo a otras personas.</translation>
    </message>
    <message>
        <source>Under “Spend” enter the most you want to spend in a month and turn on “Enforce a hard limit”; without it you only get a notice. What is under way may still go a little beyond.</source>
        <translation>En «Spend», introduzca lo máximo que quiere gastar en un mes y active «Enforce a hard limit»; sin eso solo recibe un aviso. Lo que ya está en marcha aún puede pasarse un poco.</translation>
    </message>
    <message>
        <source>Undo the last change, or remove the row; its text is in the details.</source>
        <translation>Deshaga el último cambio o elimine la fila; su texto está en los detalles.</translation>
    </message>
    <message>
        <source>Unlock the password store, then try again.</source>
        <translation>Desbloquee el llavero e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Unpack it first, then choose the table that was in it.</source>
        <translation>Descomprímalo primero y elija después la tabla que contenía.</translation>
    </message>
    <message>
        <source>Unpacked it has more than a gigabyte, or one of its sheets more than {most} cells.</source>
        <translation>Descomprimido ocupa más de un gigabyte, o una de sus hojas tiene más de {most} celdas.</translation>
    </message>
    <message>
        <source>Update TuneDesk on this computer and open it again.</source>
        <translation>Actualice TuneDesk en este equipo y ábralo de nuevo.</translation>
    </message>
    <message>
        <source>Update TuneDesk, then open it again.</source>
        <translation>Actualice TuneDesk y ábralo de nuevo.</translation>
    </message>
    <message>
        <source>Use it when I ask for something there</source>
        <translation>Usarlo cuando yo pida algo de allí</translation>
    </message>
    <message>
        <source>Use the checkpoint nearest to step {step}: it is the better model.</source>
        <translation>Use el punto de control más cercano al paso {step}: es el mejor modelo.</translation>
    </message>
    <message>
        <source>Use the checkpoint of pass (epoch) {passed}, nearest to step {step}: it is the better model.</source>
        <translation>Use el punto de control de la pasada (época) {passed}, el más cercano al paso {step}: es el mejor modelo.</translation>
    </message>
    <message>
        <source>Use the quick map, or install TuneDesk with its part “meaning”.</source>
        <translation>Use el mapa rápido o instale TuneDesk con su parte «meaning».</translation>
    </message>
    <message>
        <source>Use “Save a copy” to keep everything that was saved before in a new file. Then close the project and open it again to see what the other file holds.</source>
        <translation>Use «Guardar una copia» para conservar en un archivo nuevo todo lo que se había guardado antes. Después cierre el proyecto y vuelva a abrirlo para ver qué contiene el otro archivo.</translation>
    </message>
    <message>
        <source>Use “Use my file” for tables, or choose a file that ends in .tunedesk.</source>
        <translation>Use «Usar mi archivo» para tablas, o elija un archivo que termine en .tunedesk.</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>Validation rows</source>
        <translation>Filas de validación</translation>
    </message>
    <message>
        <source>Values from {low:g} to {high:g} can be asked for.</source>
        <translation>Se pueden pedir valores de {low:g} a {high:g}.</translation>
    </message>
    <message>
        <source>Variation of another row, made by {model}</source>
        <translation>Variación de otra fila, hecha por {model}</translation>
    </message>
    <message>
        <source>Very long rows: {count}</source>
        <translation>Filas muy largas: {count}</translation>
    </message>
    <message>
        <source>Wait until it appears in the list of trainings.</source>
        <translation>Espere hasta que aparezca en la lista de entrenamientos.</translation>
    </message>
    <message>
        <source>Wait until it is done there.</source>
        <translation>Espere a que termine allí.</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it, then try again.</source>
        <translation>Espere a que termine, o párelo, e inténtelo otra vez.</translation>
    </message>
    <message>
        <source>Wait until it is finished, or choose another folder.</source>
        <translation>Espere hasta que termine o elija otra carpeta.</translation>
    </message>
    <message>
        <source>Wait until its answers are there, then try again in a minute.</source>
        <translation>Espere hasta que lleguen sus respuestas e inténtelo de nuevo en un minuto.</translation>
    </message>
    <message>
        <source>Wait until that training has ended, or cancel it, then try again.</source>
        <translation>Espere hasta que termine ese entrenamiento, o cancélelo, e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Wait until the training has ended, or cancel it, and try again.</source>
        <translation>Espere hasta que el entrenamiento termine, o cancélelo, e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>What a row is used for: training, validation or test.</source>
        <translation>Para qué se usa una fila: entrenamiento, validación o prueba.</translation>
    </message>
    <message>
        <source>What a tool is given has to be a text in the form of a JSON object, such as {{&quot;city&quot;: &quot;Rome&quot;}}.</source>
        <translation>Lo que recibe una herramienta tiene que ser un texto en forma de objeto JSON, como {{&quot;city&quot;: &quot;Rome&quot;}}.</translation>
    </message>
    <message>
        <source>What a tool is given has to be written as a text. It says the same, and providers accept it.</source>
        <translation>Lo que recibe una herramienta tiene que escribirse como texto. Dice lo mismo, y los proveedores lo aceptan.</translation>
    </message>
    <message>
        <source>What a training makes: a base model that answers your way.</source>
        <translation>Lo que hace un entrenamiento: un modelo base que responde a su manera.</translation>
    </message>
    <message>
        <source>What became of {name}</source>
        <translation>Qué se hizo con {name}</translation>
    </message>
    <message>
        <source>What came after that was not kept in it; everything before is on the disk.</source>
        <translation>Lo que vino después no se guardó en él; todo lo anterior está en el disco.</translation>
    </message>
    <message>
        <source>What came before it is safe; this file is not there yet.</source>
        <translation>Lo que vino antes está a salvo; este archivo aún no está ahí.</translation>
    </message>
    <message>
        <source>What came from the provider could not be written into {folder}.</source>
        <translation>Lo que llegó del proveedor no se pudo escribir en {folder}.</translation>
    </message>
    <message>
        <source>What came of “{model}” was damaged on its way.</source>
        <translation>Lo que llegó de «{model}» se dañó por el camino.</translation>
    </message>
    <message>
        <source>What could not be had</source>
        <translation>Lo que no se pudo obtener</translation>
    </message>
    <message>
        <source>What had arrived is kept; the rest is missing.</source>
        <translation>Lo que había llegado se conserva; falta el resto.</translation>
    </message>
    <message>
        <source>What had come was removed; what was there before is unchanged.</source>
        <translation>Lo que había llegado se quitó; lo que había antes sigue igual.</translation>
    </message>
    <message>
        <source>What has come is kept and not fetched again.</source>
        <translation>Lo que ya llegó se conserva y no se vuelve a descargar.</translation>
    </message>
    <message>
        <source>What is asked has to end with a message of the user; the two answers come after it.</source>
        <translation>Lo que se pregunta tiene que terminar con un mensaje del usuario; las dos respuestas vienen después.</translation>
    </message>
    <message>
        <source>What is asked is empty.</source>
        <translation>Lo que se pregunta está vacío.</translation>
    </message>
    <message>
        <source>What is home</source>
        <translation>Lo que está en casa</translation>
    </message>
    <message>
        <source>What is in it cannot be read without the password. Nothing was imported.</source>
        <translation>Lo que contiene no se puede leer sin la contraseña. No se importó nada.</translation>
    </message>
    <message>
        <source>What is in it is not what its own list says, so nothing of it was kept.</source>
        <translation>Lo que contiene no es lo que dice su propia lista, así que no se conservó nada de ello.</translation>
    </message>
    <message>
        <source>What is in “{name}” could not be written to this computer.</source>
        <translation>Lo que contiene «{name}» no se pudo escribir en este equipo.</translation>
    </message>
    <message>
        <source>What is written here is not complete: something is missing or too much in line {line}, at letter {column}.</source>
        <translation>Lo que está escrito aquí no está completo: falta o sobra algo en la línea {line}, en el carácter {column}.</translation>
    </message>
    <message>
        <source>What it has learned from</source>
        <translation>De qué ha aprendido</translation>
    </message>
    <message>
        <source>What it is not</source>
        <translation>Lo que no es</translation>
    </message>
    <message>
        <source>What it was doing is undone; your project and your file are as they were.</source>
        <translation>Lo que estaba haciendo se ha deshecho; su proyecto y su archivo están como estaban.</translation>
    </message>
    <message>
        <source>What lies at {host} is no news of versions.</source>
        <translation>Lo que hay en {host} no son noticias de versiones.</translation>
    </message>
    <message>
        <source>What message {number} calls is not written as JSON with the name of a tool.</source>
        <translation>Lo que llama el mensaje {number} no está escrito como JSON con el nombre de una herramienta.</translation>
    </message>
    <message>
        <source>What message {number} says (content) is neither a text nor a list of parts.</source>
        <translation>Lo que dice el mensaje {number} (content) no es ni un texto ni una lista de partes.</translation>
    </message>
    <message>
        <source>What stands above it worked; your projects and settings were not touched.</source>
        <translation>Lo que figura más arriba funcionó; sus proyectos y ajustes no se tocaron.</translation>
    </message>
    <message>
        <source>What the answers cost is not known here: {provider} charges them like any others.</source>
        <translation>Aquí no se sabe cuánto cuestan las respuestas: {provider} las cobra como cualquier otra.</translation>
    </message>
    <message>
        <source>What the model is to say to a question; in a row, the right answer that it learns from.</source>
        <translation>Lo que el modelo debe decir ante una pregunta; en una fila, la respuesta correcta de la que aprende.</translation>
    </message>
    <message>
        <source>What this judge said is not in the project any more.</source>
        <translation>Lo que dijo este juez ya no está en el proyecto.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Lo encontrado</translation>
    </message>
    <message>
        <source>What was just spent could not be entered into the list in {folder}.</source>
        <translation>Lo que se acaba de gastar no se pudo anotar en la lista de {folder}.</translation>
    </message>
    <message>
        <source>What was read of the file could not be put aside.</source>
        <translation>Lo que se leyó del archivo no se pudo guardar aparte.</translation>
    </message>
    <message>
        <source>What you decided may not fit them any more; nothing of it was done.</source>
        <translation>Lo que decidió quizá ya no les corresponda; no se ha hecho nada de ello.</translation>
    </message>
    <message>
        <source>Whether that helps with new prompts, only rows in the validation part can show.</source>
        <translation>Si eso ayuda con prompts nuevos, solo lo pueden mostrar las filas de la parte de validación.</translation>
    </message>
    <message>
        <source>Who is better is open.</source>
        <translation>No está decidido cuál es mejor.</translation>
    </message>
    <message>
        <source>Whoever runs this address gives you the key. Do not pass it on to anybody else.</source>
        <translation>Quien gestiona esta dirección le da la clave. No se la pase a nadie más.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>With fewer than 50 rows a model hardly changes, or learns them by heart. From 50 to 100 it takes on tone and form.</source>
        <translation>Con menos de 50 filas, un modelo apenas cambia o se las aprende de memoria. De 50 a 100 adopta el tono y la forma.</translation>
    </message>
    <message>
        <source>Without a key it lets nobody in, so it was not asked.</source>
        <translation>Sin clave no deja entrar a nadie, así que no se le preguntó.</translation>
    </message>
    <message>
        <source>Without it nothing can be fetched. Nothing was changed.</source>
        <translation>Sin él no se puede traer nada. No se cambió nada.</translation>
    </message>
    <message>
        <source>Without it the connection cannot be checked, so nothing was sent.</source>
        <translation>Sin él no se puede comprobar la conexión, así que no se envió nada.</translation>
    </message>
    <message>
        <source>Without its base model that training could not go on, so nothing was removed.</source>
        <translation>Sin su modelo base, ese entrenamiento no podría continuar, así que no se quitó nada.</translation>
    </message>
    <message>
        <source>Without knowing how its letters are written, “{name}” cannot be read.</source>
        <translation>Sin saber cómo están escritas sus letras, «{name}» no se puede leer.</translation>
    </message>
    <message>
        <source>Without one no row can be compared by what it means.</source>
        <translation>Sin uno, ninguna fila se puede comparar por lo que significa.</translation>
    </message>
    <message>
        <source>Without them the answers cannot be compared on something the model has not seen.</source>
        <translation>Sin ellas no se pueden comparar las respuestas con algo que el modelo no haya visto.</translation>
    </message>
    <message>
        <source>Without them there is nothing to compare a successor with, so nothing was asked.</source>
        <translation>Sin ellas no hay con qué comparar a un sucesor, así que no se preguntó nada.</translation>
    </message>
    <message>
        <source>Write [ {{ … }}, {{ … }} ] for several calls, or press Esc to take your typing back.</source>
        <translation>Escriba [ {{ … }}, {{ … }} ] para varias llamadas, o pulse Esc para descartar lo escrito.</translation>
    </message>
    <message>
        <source>Write a day in quotation marks, as year, month and day: “2026-11-21”.</source>
        <translation>Escriba el día entre comillas, con año, mes y día: &quot;2026-11-21&quot;.</translation>
    </message>
    <message>
        <source>Write a number without quotation marks and without a currency, with a point for the decimals: 2.5.</source>
        <translation>Escriba un número sin comillas y sin moneda, con un punto para los decimales: 2.5.</translation>
    </message>
    <message>
        <source>Write a text between quotation marks.</source>
        <translation>Escriba un texto entre comillas.</translation>
    </message>
    <message>
        <source>Write an address that begins with https:// or leave it empty.</source>
        <translation>Escriba una dirección que empiece por https:// o déjelo vacío.</translation>
    </message>
    <message>
        <source>Write at least one value.</source>
        <translation>Escriba al menos un valor.</translation>
    </message>
    <message>
        <source>Write https:// in front of the address instead of http://.</source>
        <translation>Escriba https:// delante de la dirección en lugar de http://.</translation>
    </message>
    <message>
        <source>Write it down, or take the one that was there at first.</source>
        <translation>Escríbala, o tome la que había al principio.</translation>
    </message>
    <message>
        <source>Write it without decimals.</source>
        <translation>Escríbalo sin decimales.</translation>
    </message>
    <message>
        <source>Write texts between quotation marks, with commas between them and square brackets around them.</source>
        <translation>Escriba los textos entre comillas, separados por comas y con corchetes alrededor.</translation>
    </message>
    <message>
        <source>Write the answer as it should be; the model&apos;s own becomes the one that is not preferred.</source>
        <translation>Escriba la respuesta como debería ser; la del propio modelo pasa a ser la no preferida.</translation>
    </message>
    <message>
        <source>Write true or false, without quotation marks.</source>
        <translation>Escriba true o false, sin comillas.</translation>
    </message>
    <message>
        <source>Write what the model is to be asked.</source>
        <translation>Escriba lo que se le ha de preguntar al modelo.</translation>
    </message>
    <message>
        <source>Write what the model is to do with each row.</source>
        <translation>Escriba lo que el modelo ha de hacer con cada fila.</translation>
    </message>
    <message>
        <source>Yes, if a person who asked this could use the answer as it is: it does what the question asks, and says nothing that is not so. No in every other case.</source>
        <translation>Sí, si una persona que hubiera preguntado esto pudiera usar la respuesta tal como está: hace lo que pide la pregunta y no dice nada que no sea cierto. En cualquier otro caso, no.</translation>
    </message>
    <message>
        <source>You can prepare data, but not train or ask models here yet.</source>
        <translation>Puede preparar datos, pero aquí todavía no puede entrenar ni preguntar a los modelos.</translation>
    </message>
    <message>
        <source>You choose the better of two answers without knowing which model wrote it.</source>
        <translation>Elige la mejor de dos respuestas sin saber qué modelo la escribió.</translation>
    </message>
    <message>
        <source>Your account at {provider} has no money left for this.</source>
        <translation>Su cuenta en {provider} ya no tiene dinero para esto.</translation>
    </message>
    <message>
        <source>Your answers may not fit it any more; nothing was taken from it.</source>
        <translation>Es posible que sus respuestas ya no correspondan; no se tomó nada de él.</translation>
    </message>
    <message>
        <source>Your data are pairs, in which one answer is better than another, so a row needs two different ones.</source>
        <translation>Sus datos son pares en los que una respuesta es mejor que otra, así que una fila necesita dos distintas.</translation>
    </message>
    <message>
        <source>Your key and your rows could be read on their way, so TuneDesk uses such addresses on this computer and in your own network only.</source>
        <translation>Su clave y sus filas podrían leerse por el camino, así que TuneDesk usa esas direcciones solo en este equipo y en su propia red.</translation>
    </message>
    <message>
        <source>Your preferences could not be saved in {folder}.</source>
        <translation>No se pudieron guardar sus preferencias en {folder}.</translation>
    </message>
    <message>
        <source>Your project is unchanged; only the copy is missing.</source>
        <translation>Su proyecto no ha cambiado; solo falta la copia.</translation>
    </message>
    <message>
        <source>Your rows are sent over your network to a computer that you, your school or your lab own, and stay there.</source>
        <translation>Sus filas se envían por su red a un equipo suyo, de su escuela o de su laboratorio, y se quedan allí.</translation>
    </message>
    <message>
        <source>Your rows are sent to Crusoe over the internet; its terms say how long it keeps them and what for.</source>
        <translation>Sus filas se envían a Crusoe por internet; sus condiciones dicen cuánto tiempo las conserva y para qué.</translation>
    </message>
    <message>
        <source>Your rows are sent to Nebius over the internet; its terms say how long it keeps them and what for.</source>
        <translation>Sus filas se envían a Nebius por internet; sus condiciones dicen cuánto tiempo las conserva y para qué.</translation>
    </message>
    <message>
        <source>Your rows are sent to OpenAI over the internet; its terms say how long it keeps them and what for.</source>
        <translation>Sus filas se envían a OpenAI por internet; sus condiciones dicen cuánto tiempo las conserva y para qué.</translation>
    </message>
    <message>
        <source>Your rows are sent to the address you enter; whoever runs it can read them and may keep them.</source>
        <translation>Sus filas se envían a la dirección que usted introduzca; quien la gestiona puede leerlas y quizá las conserve.</translation>
    </message>
    <message>
        <source>Your rows are sent to your own resource at Microsoft; its terms say how long it keeps them and what for.</source>
        <translation>Sus filas se envían a su propio recurso de Microsoft; sus condiciones dicen cuánto tiempo las conserva y para qué.</translation>
    </message>
    <message>
        <source>Your rows are sent to {address}; whoever runs it can read them and may keep them.</source>
        <translation>Sus filas se envían a {address}; quien la gestiona puede leerlas y quizá las conserve.</translation>
    </message>
    <message>
        <source>Your rows stay on this computer.</source>
        <translation>Sus filas se quedan en este equipo.</translation>
    </message>
    <message>
        <source>Your rows still lie there. Nothing on this computer was changed.</source>
        <translation>Sus filas siguen allí. En este equipo no se cambió nada.</translation>
    </message>
    <message>
        <source>a problem</source>
        <translation>problema</translation>
    </message>
    <message>
        <source>accept a row</source>
        <translation>aceptar una fila</translation>
    </message>
    <message>
        <source>add a turn</source>
        <translation>añadir un turno</translation>
    </message>
    <message>
        <source>add the most frequent system message ({count})</source>
        <translation>añadir el mensaje de sistema más frecuente ({count})</translation>
    </message>
    <message>
        <source>assistant</source>
        <translation>asistente</translation>
    </message>
    <message>
        <source>change the name of who speaks</source>
        <translation>cambiar el nombre de quien habla</translation>
    </message>
    <message>
        <source>change the role of a turn to {role}</source>
        <translation>cambiar el rol de un turno a {role}</translation>
    </message>
    <message>
        <source>change the tags of a row</source>
        <translation>cambiar las etiquetas de una fila</translation>
    </message>
    <message>
        <source>change the tags of {count} rows</source>
        <translation>cambiar las etiquetas de {count} filas</translation>
    </message>
    <message>
        <source>create a row from {name}</source>
        <translation>crear una fila a partir de {name}</translation>
    </message>
    <message>
        <source>create {count} rows from {name}</source>
        <translation>crear {count} filas a partir de {name}</translation>
    </message>
    <message>
        <source>cut a cell</source>
        <translation>cortar una celda</translation>
    </message>
    <message>
        <source>cut {count} cells</source>
        <translation>cortar {count} celdas</translation>
    </message>
    <message>
        <source>delete a row</source>
        <translation>eliminar una fila</translation>
    </message>
    <message>
        <source>delete a turn</source>
        <translation>eliminar un turno</translation>
    </message>
    <message>
        <source>delete {count} rows</source>
        <translation>eliminar {count} filas</translation>
    </message>
    <message>
        <source>developer</source>
        <translation>desarrollador</translation>
    </message>
    <message>
        <source>divide the rows into parts anew</source>
        <translation>repartir las filas de nuevo</translation>
    </message>
    <message>
        <source>do not learn from an answer</source>
        <translation>no aprender de una respuesta</translation>
    </message>
    <message>
        <source>duplicate a row</source>
        <translation>duplicar una fila</translation>
    </message>
    <message>
        <source>duplicate {count} rows</source>
        <translation>duplicar {count} filas</translation>
    </message>
    <message>
        <source>edit a turn ({role})</source>
        <translation>editar un turno ({role})</translation>
    </message>
    <message>
        <source>edit the calls of a turn</source>
        <translation>editar las llamadas de un turno</translation>
    </message>
    <message>
        <source>edit {field}</source>
        <translation>editar {field}</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>editada</translation>
    </message>
    <message>
        <source>empty a cell</source>
        <translation>vaciar una celda</translation>
    </message>
    <message>
        <source>empty {count} cells</source>
        <translation>vaciar {count} celdas</translation>
    </message>
    <message>
        <source>end the answers with “{shown}” instead ({count})</source>
        <translation>terminar las respuestas con «{shown}» en su lugar ({count})</translation>
    </message>
    <message>
        <source>end the questions with “{shown}” instead ({count})</source>
        <translation>terminar las preguntas con «{shown}» en su lugar ({count})</translation>
    </message>
    <message>
        <source>exclude a row</source>
        <translation>excluir una fila</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>excluida</translation>
    </message>
    <message>
        <source>fill a cell</source>
        <translation>rellenar una celda</translation>
    </message>
    <message>
        <source>fill {count} cells</source>
        <translation>rellenar {count} celdas</translation>
    </message>
    <message>
        <source>grade a row with a model</source>
        <translation>calificar una fila con un modelo</translation>
    </message>
    <message>
        <source>grade {count} rows with a model</source>
        <translation>calificar {count} filas con un modelo</translation>
    </message>
    <message>
        <source>insert a row</source>
        <translation>insertar una fila</translation>
    </message>
    <message>
        <source>insert {count} rows</source>
        <translation>insertar {count} filas</translation>
    </message>
    <message>
        <source>keep one of several rows that are alike, exclude {count}</source>
        <translation>conservar una de varias filas parecidas, excluir {count}</translation>
    </message>
    <message>
        <source>keep the most frequent class, take out the other rows ({outvoted})</source>
        <translation>conservar la clase más frecuente, quitar las otras filas ({outvoted})</translation>
    </message>
    <message>
        <source>learn from an answer</source>
        <translation>aprender de una respuesta</translation>
    </message>
    <message>
        <source>leave the questions empty ({count})</source>
        <translation>dejar las preguntas vacías ({count})</translation>
    </message>
    <message>
        <source>make a row with a model</source>
        <translation>crear una fila con un modelo</translation>
    </message>
    <message>
        <source>make a variation with a model</source>
        <translation>crear una variación con un modelo</translation>
    </message>
    <message>
        <source>make both answers those of the assistant ({count})</source>
        <translation>hacer que las dos respuestas sean del asistente ({count})</translation>
    </message>
    <message>
        <source>make {count} rows with a model</source>
        <translation>crear {count} filas con un modelo</translation>
    </message>
    <message>
        <source>make {count} variations with a model</source>
        <translation>crear {count} variaciones con un modelo</translation>
    </message>
    <message>
        <source>mark a row as a problem</source>
        <translation>marcar una fila como problema</translation>
    </message>
    <message>
        <source>mark a row as {status}</source>
        <translation>marcar una fila como {status}</translation>
    </message>
    <message>
        <source>mark {count} rows as {status}</source>
        <translation>marcar {count} filas como {status}</translation>
    </message>
    <message>
        <source>move a row</source>
        <translation>mover una fila</translation>
    </message>
    <message>
        <source>move a row to {part}</source>
        <translation>mover una fila a {part}</translation>
    </message>
    <message>
        <source>move a turn</source>
        <translation>mover un turno</translation>
    </message>
    <message>
        <source>move {count} rows</source>
        <translation>mover {count} filas</translation>
    </message>
    <message>
        <source>move {count} rows to {part}</source>
        <translation>mover {count} filas a {part}</translation>
    </message>
    <message>
        <source>name the speakers user and assistant ({count})</source>
        <translation>llamar user y assistant a los interlocutores ({count})</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nueva</translation>
    </message>
    <message>
        <source>paste a cell</source>
        <translation>pegar una celda</translation>
    </message>
    <message>
        <source>paste {count} cells</source>
        <translation>pegar {count} celdas</translation>
    </message>
    <message>
        <source>put a space before the answers ({count})</source>
        <translation>poner un espacio antes de las respuestas ({count})</translation>
    </message>
    <message>
        <source>put spaces inside, so that they are plain text ({count})</source>
        <translation>poner espacios dentro para que sean texto normal ({count})</translation>
    </message>
    <message>
        <source>put “[account number]” in place of account numbers ({count})</source>
        <translation>poner «[account number]» en lugar de números de cuenta ({count})</translation>
    </message>
    <message>
        <source>put “[card number]” in place of card numbers ({count})</source>
        <translation>poner «[card number]» en lugar de números de tarjeta ({count})</translation>
    </message>
    <message>
        <source>put “[e-mail address]” in place of e-mail addresses ({count})</source>
        <translation>poner «[e-mail address]» en lugar de direcciones de correo ({count})</translation>
    </message>
    <message>
        <source>put “[key]” in place of keys ({count})</source>
        <translation>poner «[key]» en lugar de claves ({count})</translation>
    </message>
    <message>
        <source>put “[telephone number]” in place of telephone numbers ({count})</source>
        <translation>poner «[telephone number]» en lugar de números de teléfono ({count})</translation>
    </message>
    <message>
        <source>put “{shown}” behind the answers ({count})</source>
        <translation>poner «{shown}» detrás de las respuestas ({count})</translation>
    </message>
    <message>
        <source>put “{shown}” behind the questions ({count})</source>
        <translation>poner «{shown}» detrás de las preguntas ({count})</translation>
    </message>
    <message>
        <source>replace “{sought}” by “{replacement}”</source>
        <translation>reemplazar «{sought}» por «{replacement}»</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>revisada</translation>
    </message>
    <message>
        <source>set the system message of all rows</source>
        <translation>fijar el mensaje de sistema de todas las filas</translation>
    </message>
    <message>
        <source>swap the better and the worse answer</source>
        <translation>intercambiar la respuesta mejor y la peor</translation>
    </message>
    <message>
        <source>system prompt</source>
        <translation>instrucción del sistema</translation>
    </message>
    <message>
        <source>take in a corrected answer</source>
        <translation>incorporar una respuesta corregida</translation>
    </message>
    <message>
        <source>take off what follows the last answer ({count})</source>
        <translation>quitar lo que sigue a la última respuesta ({count})</translation>
    </message>
    <message>
        <source>take out byte order marks ({count})</source>
        <translation>quitar marcas de orden de bytes ({count})</translation>
    </message>
    <message>
        <source>take out classes with one row ({count})</source>
        <translation>quitar clases con una sola fila ({count})</translation>
    </message>
    <message>
        <source>take out control characters ({count})</source>
        <translation>quitar caracteres de control ({count})</translation>
    </message>
    <message>
        <source>take out conversations of which nothing is learnt ({count})</source>
        <translation>quitar conversaciones de las que no se aprende nada ({count})</translation>
    </message>
    <message>
        <source>take out conversations with calls without result ({count})</source>
        <translation>quitar conversaciones con llamadas sin resultado ({count})</translation>
    </message>
    <message>
        <source>take out conversations with incomplete calls ({count})</source>
        <translation>quitar conversaciones con llamadas incompletas ({count})</translation>
    </message>
    <message>
        <source>take out conversations with results nobody called for ({count})</source>
        <translation>quitar conversaciones con resultados que nadie pidió ({count})</translation>
    </message>
    <message>
        <source>take out conversations with unknown speakers ({count})</source>
        <translation>quitar conversaciones con interlocutores desconocidos ({count})</translation>
    </message>
    <message>
        <source>take out conversations with unreadable calls ({count})</source>
        <translation>quitar conversaciones con llamadas ilegibles ({count})</translation>
    </message>
    <message>
        <source>take out conversations without an answer ({count})</source>
        <translation>quitar conversaciones sin respuesta ({count})</translation>
    </message>
    <message>
        <source>take out empty system messages ({count})</source>
        <translation>quitar mensajes de sistema vacíos ({count})</translation>
    </message>
    <message>
        <source>take out entries no model reads ({count})</source>
        <translation>quitar entradas que ningún modelo lee ({count})</translation>
    </message>
    <message>
        <source>take out half characters ({count})</source>
        <translation>quitar medios caracteres ({count})</translation>
    </message>
    <message>
        <source>take out pairs that are not complete ({count})</source>
        <translation>quitar pares incompletos ({count})</translation>
    </message>
    <message>
        <source>take out pairs with answers of several messages ({count})</source>
        <translation>quitar pares con respuestas de varios mensajes ({count})</translation>
    </message>
    <message>
        <source>take out pairs with equal answers ({count})</source>
        <translation>quitar pares con respuestas iguales ({count})</translation>
    </message>
    <message>
        <source>take out pairs with pictures or tools ({count})</source>
        <translation>quitar pares con imágenes o herramientas ({count})</translation>
    </message>
    <message>
        <source>take out pairs without a question ({count})</source>
        <translation>quitar pares sin pregunta ({count})</translation>
    </message>
    <message>
        <source>take out repeated rows ({count})</source>
        <translation>quitar filas repetidas ({count})</translation>
    </message>
    <message>
        <source>take out rows for measuring that are trained on ({count})</source>
        <translation>quitar filas para medir que también se entrenan ({count})</translation>
    </message>
    <message>
        <source>take out rows of another shape ({count})</source>
        <translation>quitar filas con otra forma ({count})</translation>
    </message>
    <message>
        <source>take out rows that are nearly the same, all but the first ({count})</source>
        <translation>quitar filas casi iguales, salvo la primera ({count})</translation>
    </message>
    <message>
        <source>take out rows that are too long ({count})</source>
        <translation>quitar filas demasiado largas ({count})</translation>
    </message>
    <message>
        <source>take out rows that differ in spelling alone ({count})</source>
        <translation>quitar filas que solo se distinguen por la ortografía ({count})</translation>
    </message>
    <message>
        <source>take out rows the model cannot learn from ({count})</source>
        <translation>quitar filas de las que el modelo no puede aprender ({count})</translation>
    </message>
    <message>
        <source>take out rows with an unknown degree of detail ({count})</source>
        <translation>quitar filas con un nivel de detalle desconocido ({count})</translation>
    </message>
    <message>
        <source>take out rows with broken lists of tools ({count})</source>
        <translation>quitar filas con listas de herramientas defectuosas ({count})</translation>
    </message>
    <message>
        <source>take out rows with damaged pictures ({count})</source>
        <translation>quitar filas con imágenes dañadas ({count})</translation>
    </message>
    <message>
        <source>take out rows with pictures outside of a question ({count})</source>
        <translation>quitar filas con imágenes fuera de una pregunta ({count})</translation>
    </message>
    <message>
        <source>take out rows with pictures that are too large ({count})</source>
        <translation>quitar filas con imágenes demasiado grandes ({count})</translation>
    </message>
    <message>
        <source>take out rows with pictures that cannot be found ({count})</source>
        <translation>quitar filas con imágenes que no se encuentran ({count})</translation>
    </message>
    <message>
        <source>take out rows with too many pictures ({count})</source>
        <translation>quitar filas con demasiadas imágenes ({count})</translation>
    </message>
    <message>
        <source>take out rows with what is neither text nor picture ({count})</source>
        <translation>quitar filas con algo que no es ni texto ni imagen ({count})</translation>
    </message>
    <message>
        <source>take out rows without a question ({count})</source>
        <translation>quitar filas sin pregunta ({count})</translation>
    </message>
    <message>
        <source>take out rows without an answer ({count})</source>
        <translation>quitar filas sin respuesta ({count})</translation>
    </message>
    <message>
        <source>take out the sign for lost letters ({count})</source>
        <translation>quitar el signo de letras perdidas ({count})</translation>
    </message>
    <message>
        <source>take out these rows ({count})</source>
        <translation>quitar estas filas ({count})</translation>
    </message>
    <message>
        <source>take out unknown entries of messages ({count})</source>
        <translation>quitar entradas desconocidas de los mensajes ({count})</translation>
    </message>
    <message>
        <source>take out very long rows ({count})</source>
        <translation>quitar filas muy largas ({count})</translation>
    </message>
    <message>
        <source>take over a row from a model</source>
        <translation>incorporar una fila de un modelo</translation>
    </message>
    <message>
        <source>take over {count} rows from a model</source>
        <translation>incorporar {count} filas de un modelo</translation>
    </message>
    <message>
        <source>take spaces off around the answers ({count})</source>
        <translation>quitar espacios alrededor de las respuestas ({count})</translation>
    </message>
    <message>
        <source>take these signs out ({count})</source>
        <translation>quitar estos signos ({count})</translation>
    </message>
    <message>
        <source>take “{shown}” off the beginning of the answers ({count})</source>
        <translation>quitar «{shown}» del principio de las respuestas ({count})</translation>
    </message>
    <message>
        <source>take “{shown}” off the beginning of the questions ({count})</source>
        <translation>quitar «{shown}» del principio de las preguntas ({count})</translation>
    </message>
    <message>
        <source>test</source>
        <translation>prueba</translation>
    </message>
    <message>
        <source>the answer (assistant)</source>
        <translation>la respuesta (asistente)</translation>
    </message>
    <message>
        <source>the better answer</source>
        <translation>la respuesta mejor</translation>
    </message>
    <message>
        <source>the completion</source>
        <translation>la completion</translation>
    </message>
    <message>
        <source>the prompt</source>
        <translation>el prompt</translation>
    </message>
    <message>
        <source>the prompt (user)</source>
        <translation>el prompt (usuario)</translation>
    </message>
    <message>
        <source>the system prompt</source>
        <translation>la instrucción del sistema</translation>
    </message>
    <message>
        <source>the worse answer</source>
        <translation>la respuesta peor</translation>
    </message>
    <message>
        <source>tool result</source>
        <translation>resultado de herramienta</translation>
    </message>
    <message>
        <source>training</source>
        <translation>entrenamiento</translation>
    </message>
    <message>
        <source>turn all rows into chats</source>
        <translation>convertir todas las filas en chats</translation>
    </message>
    <message>
        <source>turn all rows into prompts with completions</source>
        <translation>convertir todas las filas en prompts con completion</translation>
    </message>
    <message>
        <source>turn rows into chats ({fit})</source>
        <translation>convertir filas en chats ({fit})</translation>
    </message>
    <message>
        <source>turn rows into prompts with completions ({fit})</source>
        <translation>convertir filas en prompts con completion ({fit})</translation>
    </message>
    <message>
        <source>use an excluded row again</source>
        <translation>volver a usar una fila excluida</translation>
    </message>
    <message>
        <source>use the most frequent system message ({count})</source>
        <translation>usar el mensaje de sistema más frecuente ({count})</translation>
    </message>
    <message>
        <source>user</source>
        <translation>usuario</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>validación</translation>
    </message>
    <message>
        <source>write a note beside a row</source>
        <translation>escribir una nota junto a una fila</translation>
    </message>
    <message>
        <source>write a note beside {count} rows</source>
        <translation>escribir una nota junto a {count} filas</translation>
    </message>
    <message>
        <source>write back a row as a model learned it</source>
        <translation>volver a escribir una fila tal como la aprendió un modelo</translation>
    </message>
    <message>
        <source>write each class in one way ({count})</source>
        <translation>escribir cada clase de una sola manera ({count})</translation>
    </message>
    <message>
        <source>write the answers in small letters ({count})</source>
        <translation>escribir las respuestas en minúsculas ({count})</translation>
    </message>
    <message>
        <source>write the questions in small letters ({count})</source>
        <translation>escribir las preguntas en minúsculas ({count})</translation>
    </message>
    <message>
        <source>write the weights as 0 or 1 ({count})</source>
        <translation>escribir los pesos como 0 o 1 ({count})</translation>
    </message>
    <message>
        <source>write what tools are given as text ({count})</source>
        <translation>escribir como texto lo que reciben las herramientas ({count})</translation>
    </message>
    <message>
        <source>{answers} answers are too many: up to {most} can be asked for at once. Take a part of the combinations, drawn by chance.</source>
        <translation>{answers} respuestas son demasiadas: se pueden pedir hasta {most} a la vez. Tome una parte de las combinaciones, elegida al azar.</translation>
    </message>
    <message>
        <source>{base}, tuned with TuneDesk. In TuneDesk it is called {model}.</source>
        <translation>{base}, entrenado con TuneDesk. En TuneDesk se llama {model}.</translation>
    </message>
    <message>
        <source>{count} answers are copies of one before. A higher temperature makes them vary more.</source>
        <translation>{count} respuestas son copias de una anterior. Una temperatura más alta hace que varíen más.</translation>
    </message>
    <message>
        <source>{count} answers are nearly the same as one before. A model learns little from them.</source>
        <translation>{count} respuestas son casi iguales a una anterior. Un modelo aprende poco de ellas.</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} bytes</translation>
    </message>
    <message>
        <source>{count} rows are more than a sheet of Excel holds ({most}).</source>
        <translation>{count} filas son más de las que admite una hoja de Excel ({most}).</translation>
    </message>
    <message>
        <source>{folder} has {free} MB left; bringing everything home needs about {needed} MB.</source>
        <translation>En {folder} quedan {free} MB; traerlo todo a casa necesita unos {needed} MB.</translation>
    </message>
    <message>
        <source>{folder} holds files of these names already: {names}.</source>
        <translation>{folder} ya contiene archivos con estos nombres: {names}.</translation>
    </message>
    <message>
        <source>{host} could not be reached for news of versions.</source>
        <translation>No se pudo llegar a {host} para ver noticias de versiones.</translation>
    </message>
    <message>
        <source>{name}, of the training {trainings}</source>
        <translation>{name}, del entrenamiento {trainings}</translation>
    </message>
    <message>
        <source>{prompts} prompts can show what the settings do, but hardly which one is best. From about 20 prompts on one can begin to tell.</source>
        <translation>{prompts} prompts pueden mostrar qué hacen los ajustes, pero apenas cuál es el mejor. A partir de unos 20 prompts se puede empezar a saber.</translation>
    </message>
    <message>
        <source>{provider} asks to wait; going on in {seconds} s.</source>
        <translation>{provider} pide esperar; se continúa en {seconds} s.</translation>
    </message>
    <message>
        <source>{provider} broke off in the middle of its reply.</source>
        <translation>{provider} se interrumpió en medio de su respuesta.</translation>
    </message>
    <message>
        <source>{provider} cannot be reached.</source>
        <translation>No se puede contactar con {provider}.</translation>
    </message>
    <message>
        <source>{provider} did not reply in time.</source>
        <translation>{provider} no respondió a tiempo.</translation>
    </message>
    <message>
        <source>{provider} did not say whether it began the training.</source>
        <translation>{provider} no dijo si empezó el entrenamiento.</translation>
    </message>
    <message>
        <source>{provider} does not allow this.</source>
        <translation>{provider} no permite esto.</translation>
    </message>
    <message>
        <source>{provider} does not have it any more: it was deleted there, or its time had run out.</source>
        <translation>{provider} ya no lo tiene: se eliminó allí, o se le acabó el plazo.</translation>
    </message>
    <message>
        <source>{provider} does not have this model (any more).</source>
        <translation>{provider} no tiene este modelo, o ya no lo tiene.</translation>
    </message>
    <message>
        <source>{provider} does not know the half-sent training file any more.</source>
        <translation>{provider} ya no conoce el archivo de entrenamiento enviado a medias.</translation>
    </message>
    <message>
        <source>{provider} does not know this training any more.</source>
        <translation>{provider} ya no conoce este entrenamiento.</translation>
    </message>
    <message>
        <source>{provider} does not know what was asked for.</source>
        <translation>{provider} no conoce lo que se pidió.</translation>
    </message>
    <message>
        <source>{provider} does not measure here how well classes are told apart.</source>
        <translation>{provider} no mide aquí lo bien que se distinguen las clases.</translation>
    </message>
    <message>
        <source>{provider} does not offer this.</source>
        <translation>{provider} no ofrece esto.</translation>
    </message>
    <message>
        <source>{provider} does not take the training file “{name}”.</source>
        <translation>{provider} no admite el archivo de entrenamiento «{name}».</translation>
    </message>
    <message>
        <source>{provider} had a fault of its own.</source>
        <translation>{provider} tuvo un fallo propio.</translation>
    </message>
    <message>
        <source>{provider} is busy and asks us to wait.</source>
        <translation>{provider} está ocupado y nos pide esperar.</translation>
    </message>
    <message>
        <source>{provider} offers this, but not to this key.</source>
        <translation>{provider} ofrece esto, pero no a esta clave.</translation>
    </message>
    <message>
        <source>{provider} refused the key.</source>
        <translation>{provider} rechazó la clave.</translation>
    </message>
    <message>
        <source>{provider} refused the request: {message}</source>
        <translation>{provider} rechazó la petición: {message}</translation>
    </message>
    <message>
        <source>{provider} sent a reply that is not in the language both were speaking.</source>
        <translation>{provider} envió una respuesta que no está en el lenguaje que ambos hablaban.</translation>
    </message>
    <message>
        <source>{provider} sent {done} bytes of a file that has {length}.</source>
        <translation>{provider} envió {done} bytes de un archivo que tiene {length}.</translation>
    </message>
    <message>
        <source>{provider} still looks at the training file after {minutes} minutes.</source>
        <translation>{provider} sigue mirando el archivo de entrenamiento después de {minutes} minutos.</translation>
    </message>
    <message>
        <source>{provider} takes long to answer: {seconds} seconds so far.</source>
        <translation>{provider} tarda mucho en responder: {seconds} segundos hasta ahora.</translation>
    </message>
    <message>
        <source>{provider} wanted to send TuneDesk on to another address.</source>
        <translation>{provider} quiso enviar a TuneDesk a otra dirección.</translation>
    </message>
    <message>
        <source>{provider} wants validation rows as well.</source>
        <translation>{provider} quiere también filas de validación.</translation>
    </message>
    <message>
        <source>{provider} wants validation rows as well. Move some rows to the validation part on the page Data, or divide them anew there: “Check up…”.</source>
        <translation>{provider} quiere también filas de validación. Pase algunas filas a la parte de validación en la página Datos, o repártalas allí de nuevo: «Revisar…».</translation>
    </message>
    <message>
        <source>{title} does not learn from chats. Choose another model, or convert the rows: “Check up…” on the page Data.</source>
        <translation>{title} no aprende de chats. Elija otro modelo o convierta las filas: «Revisar…» en la página Datos.</translation>
    </message>
    <message>
        <source>{title} does not learn from pairs of a better and a worse answer (DPO). Choose another model or another place, or convert the rows into chats: “Check up…” on the page Data.</source>
        <translation>{title} no aprende de pares de una respuesta mejor y una peor (DPO). Elija otro modelo u otro lugar, o convierta las filas en chats: «Revisar…» en la página Datos.</translation>
    </message>
    <message>
        <source>{title} does not learn from prompts with completions. Choose another model, or convert the rows into chats: “Check up…” on the page Data.</source>
        <translation>{title} no aprende de prompts con completion. Elija otro modelo o convierta las filas en chats: «Revisar…» en la página Datos.</translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>{title} and everything trained from it will be switched off on {date} (days left: {days}).</source>
        <translation>{title} y todo lo entrenado a partir de él se desconectarán el {date} (días restantes: {days}).</translation>
    </message>
    <message>
        <source>{title} does not learn from rows of this kind ({count} of them are chosen).</source>
        <translation>{title} no aprende de filas de este tipo ({count} de ellas están elegidas).</translation>
    </message>
    <message>
        <source>{title} takes no new trainings after {date} (days left: {days}).</source>
        <translation>{title} no acepta entrenamientos nuevos después del {date} (días restantes: {days}).</translation>
    </message>
    <message>
        <source>{title} takes no new trainings since {date}. Choose another model.</source>
        <translation>{title} no acepta entrenamientos nuevos desde el {date}. Elija otro modelo.</translation>
    </message>
    <message>
        <source>{title} takes one kind a file, so nothing was written.</source>
        <translation>{title} admite un solo tipo por archivo, así que no se escribió nada.</translation>
    </message>
    <message>
        <source>{title} was switched off on {date}. Choose another model.</source>
        <translation>{title} se desconectó el {date}. Elija otro modelo.</translation>
    </message>
    <message>
        <source>{total}, of which {learnt} are learnt</source>
        <translation>{total}, de los que se aprenden {learnt}</translation>
    </message>
    <message>
        <source>{total}, of which {learnt} are learnt (an estimate)</source>
        <translation>{total}, de los que se aprenden {learnt} (estimación)</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>{{response}} can only stand in the template of the answer: the prompt comes first.</source>
        <translation>{{response}} solo puede figurar en la plantilla de la respuesta: el prompt va primero.</translation>
    </message>
    <message>
        <source>“Like the system” follows your computer&apos;s own setting.</source>
        <translation>«Como el sistema» sigue el ajuste de su equipo.</translation>
    </message>
    <message>
        <source>“low” has to be at most “high”, and “default” between them or “auto”.</source>
        <translation>«low» ha de ser como mucho «high», y «default» ha de estar entre ambos o ser «auto».</translation>
    </message>
    <message>
        <source>“{address}” is an address without encryption.</source>
        <translation>«{address}» es una dirección sin cifrado.</translation>
    </message>
    <message>
        <source>“{address}” is not an address that can be used.</source>
        <translation>«{address}» no es una dirección que se pueda usar.</translation>
    </message>
    <message>
        <source>“{delimiter}” cannot be what separates the cells.</source>
        <translation>«{delimiter}» no puede ser lo que separa las celdas.</translation>
    </message>
    <message>
        <source>“{field}” in “{name}”, at {place}, is nothing TuneDesk knows there.</source>
        <translation>«{field}» en «{name}», en {place}, no es nada que TuneDesk conozca ahí.</translation>
    </message>
    <message>
        <source>“{field}” is missing in “{name}”, at {place}.</source>
        <translation>Falta «{field}» en «{name}», en {place}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is none of the words TuneDesk knows there: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es ninguna de las palabras que TuneDesk conoce ahí: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a day: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es un día: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a group in curly brackets: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es un grupo entre llaves: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a list of texts: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es una lista de textos: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a list: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es una lista: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a number that can be reckoned with: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es un número con el que se pueda calcular: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a text: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es un texto: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a whole number: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es un número entero: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not the address of a page: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no es la dirección de una página: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” lies outside its own bounds: {found}.</source>
        <translation>«{field}» de {place} en «{name}» queda fuera de sus propios límites: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” says neither yes nor no: {found}.</source>
        <translation>«{field}» de {place} en «{name}» no dice ni sí ni no: {found}.</translation>
    </message>
    <message>
        <source>“{model}” answered with another kind of numbers than before.</source>
        <translation>«{model}» respondió con otra clase de números que antes.</translation>
    </message>
    <message>
        <source>“{model}” cannot be cleared away now.</source>
        <translation>«{model}» no se puede retirar ahora.</translation>
    </message>
    <message>
        <source>“{model}” cannot be put into one model with its base.</source>
        <translation>«{model}» no se puede unir con su base en un solo modelo.</translation>
    </message>
    <message>
        <source>“{model}” cannot be used here.</source>
        <translation>«{model}» no se puede usar aquí.</translation>
    </message>
    <message>
        <source>“{model}” cannot become a GGUF file here.</source>
        <translation>«{model}» no se puede convertir aquí en un archivo GGUF.</translation>
    </message>
    <message>
        <source>“{model}” could not be fetched.</source>
        <translation>«{model}» no se pudo descargar.</translation>
    </message>
    <message>
        <source>“{model}” could not be written to the disk.</source>
        <translation>«{model}» no se pudo escribir en el disco.</translation>
    </message>
    <message>
        <source>“{model}” holds no model that can be used here.</source>
        <translation>«{model}» no contiene ningún modelo que se pueda usar aquí.</translation>
    </message>
    <message>
        <source>“{model}” is a base model, and nothing was added to it.</source>
        <translation>«{model}» es un modelo base, y no se le añadió nada.</translation>
    </message>
    <message>
        <source>“{model}” is being used at this moment.</source>
        <translation>«{model}» se está usando en este momento.</translation>
    </message>
    <message>
        <source>“{model}” is not in the bin any more.</source>
        <translation>«{model}» ya no está en la papelera.</translation>
    </message>
    <message>
        <source>“{model}” is not on this computer any more.</source>
        <translation>«{model}» ya no está en este equipo.</translation>
    </message>
    <message>
        <source>“{model}” is not used, to keep this computer safe.</source>
        <translation>«{model}» no se usa, para proteger este equipo.</translation>
    </message>
    <message>
        <source>“{model}” was given to the engine when it was started.</source>
        <translation>«{model}» se le dio al motor cuando se inició.</translation>
    </message>
    <message>
        <source>“{model}” was not put back, because there is another one in its place by now.</source>
        <translation>«{model}» no se restauró, porque ahora hay otro en su lugar.</translation>
    </message>
    <message>
        <source>“{name}” cannot be opened in {folder}.</source>
        <translation>«{name}» no se puede abrir en {folder}.</translation>
    </message>
    <message>
        <source>“{name}” cannot be read beyond row {line}.</source>
        <translation>«{name}» no se puede leer más allá de la fila {line}.</translation>
    </message>
    <message>
        <source>“{name}” cannot be read in {folder}.</source>
        <translation>«{name}» no se puede leer en {folder}.</translation>
    </message>
    <message>
        <source>“{name}” cannot be understood from line {line} on (sign {column} of it).</source>
        <translation>«{name}» no se entiende a partir de la línea {line} (su carácter {column}).</translation>
    </message>
    <message>
        <source>“{name}” could not be opened.</source>
        <translation>«{name}» no se pudo abrir.</translation>
    </message>
    <message>
        <source>“{name}” could not be read or written.</source>
        <translation>«{name}» no se pudo leer o escribir.</translation>
    </message>
    <message>
        <source>“{name}” could not be written into {folder}.</source>
        <translation>«{name}» no se pudo escribir en {folder}.</translation>
    </message>
    <message>
        <source>“{name}” could not be written.</source>
        <translation>«{name}» no se pudo escribir.</translation>
    </message>
    <message>
        <source>“{name}” has changed since you looked at it.</source>
        <translation>«{name}» ha cambiado desde que usted lo miró.</translation>
    </message>
    <message>
        <source>“{name}” has no answers to compare with.</source>
        <translation>«{name}» no tiene respuestas con las que comparar.</translation>
    </message>
    <message>
        <source>“{name}” has no ending that says how the numbers are to be written.</source>
        <translation>«{name}» no tiene una terminación que diga cómo se han de escribir los números.</translation>
    </message>
    <message>
        <source>“{name}” holds no certificate.</source>
        <translation>«{name}» no contiene ningún certificado.</translation>
    </message>
    <message>
        <source>“{name}” holds no rows that can be read as JSON.</source>
        <translation>«{name}» no contiene filas que se puedan leer como JSON.</translation>
    </message>
    <message>
        <source>“{name}” holds no text: it looks like a picture, a program or a packed file.</source>
        <translation>«{name}» no contiene texto: parece una imagen, un programa o un archivo comprimido.</translation>
    </message>
    <message>
        <source>“{name}” is a Parquet file, and the part that reads them is not installed.</source>
        <translation>«{name}» es un archivo Parquet, y la parte que los lee no está instalada.</translation>
    </message>
    <message>
        <source>“{name}” is a TuneDesk project, not a table.</source>
        <translation>«{name}» es un proyecto de TuneDesk, no una tabla.</translation>
    </message>
    <message>
        <source>“{name}” is a file of Apple Numbers.</source>
        <translation>«{name}» es un archivo de Apple Numbers.</translation>
    </message>
    <message>
        <source>“{name}” is a folder.</source>
        <translation>«{name}» es una carpeta.</translation>
    </message>
    <message>
        <source>“{name}” is a packed file (an archive).</source>
        <translation>«{name}» es un archivo comprimido.</translation>
    </message>
    <message>
        <source>“{name}” is a project that is open at this moment.</source>
        <translation>«{name}» es un proyecto que está abierto en este momento.</translation>
    </message>
    <message>
        <source>“{name}” is a web page or an XML file, whatever its name ends in.</source>
        <translation>«{name}» es una página web o un archivo XML, termine como termine su nombre.</translation>
    </message>
    <message>
        <source>“{name}” is a written document, such as a letter or a PDF, not a table.</source>
        <translation>«{name}» es un documento de texto, como una carta o un PDF, no una tabla.</translation>
    </message>
    <message>
        <source>“{name}” is already open in another window.</source>
        <translation>«{name}» ya está abierto en otra ventana.</translation>
    </message>
    <message>
        <source>“{name}” is being written by another program at this moment.</source>
        <translation>Otro programa está escribiendo «{name}» en este momento.</translation>
    </message>
    <message>
        <source>“{name}” is damaged and cannot be opened.</source>
        <translation>«{name}» está dañado y no se puede abrir.</translation>
    </message>
    <message>
        <source>“{name}” is damaged.</source>
        <translation>«{name}» está dañado.</translation>
    </message>
    <message>
        <source>“{name}” is empty.</source>
        <translation>«{name}» está vacío.</translation>
    </message>
    <message>
        <source>“{name}” is not a TuneDesk project.</source>
        <translation>«{name}» no es un proyecto de TuneDesk.</translation>
    </message>
    <message>
        <source>“{name}” is not a description of what is to be made.</source>
        <translation>«{name}» no es una descripción de lo que se ha de crear.</translation>
    </message>
    <message>
        <source>“{name}” is not in {folder} any more.</source>
        <translation>«{name}» ya no está en {folder}.</translation>
    </message>
    <message>
        <source>“{name}” is not the kind of file you chose.</source>
        <translation>«{name}» no es el tipo de archivo que eligió.</translation>
    </message>
    <message>
        <source>“{name}” is protected with a password.</source>
        <translation>«{name}» está protegido con una contraseña.</translation>
    </message>
    <message>
        <source>“{name}” is too large to be read as a workbook.</source>
        <translation>«{name}» es demasiado grande para leerlo como libro.</translation>
    </message>
    <message>
        <source>“{name}” may not be written to.</source>
        <translation>No se puede escribir en «{name}».</translation>
    </message>
    <message>
        <source>“{name}” was closed in the meantime.</source>
        <translation>«{name}» se cerró entretanto.</translation>
    </message>
    <message>
        <source>“{name}” was made by a newer TuneDesk.</source>
        <translation>«{name}» se hizo con un TuneDesk más nuevo.</translation>
    </message>
    <message>
        <source>“{name}” would become too large for this computer when it is unpacked.</source>
        <translation>«{name}» sería demasiado grande para este equipo al desempaquetarlo.</translation>
    </message>
    <message>
        <source>“{replacement}” cannot be put in the place of what is found.</source>
        <translation>«{replacement}» no se puede poner en lugar de lo encontrado.</translation>
    </message>
    <message>
        <source>“{said}” is not a number. Write the values with a space between them.</source>
        <translation>«{said}» no es un número. Escriba los valores separados por un espacio.</translation>
    </message>
    <message>
        <source>“{sought}” is not a pattern (regular expression) that can be searched for.</source>
        <translation>«{sought}» no es un patrón (expresión regular) que se pueda buscar.</translation>
    </message>
    <message>
        <source>… and {count} more, which the report as JSON lists.</source>
        <translation>… y {count} más, que figuran en el informe en JSON.</translation>
    </message>
</context>
<context>
    <name>since</name>
    <message>
        <source>A row that was deleted</source>
        <translation>Una fila que se eliminó</translation>
    </message>
    <message>
        <source>Row {0}, {1}</source>
        <translation>Fila {0}, {1}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>cambiada</translation>
    </message>
    <message>
        <source>in another part</source>
        <translation>movida a otra parte</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nueva</translation>
    </message>
    <message>
        <source>not used any more</source>
        <translation>que ya no se usa</translation>
    </message>
</context>
</TS>
